using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>
/// Sends the current workflow's context along with requests to hosts that are allowed to have it, as W3C <c>baggage</c>: workflow,
/// correlation and causation ids, session, agent, deadline, and <see cref="WorkflowContext.Baggage"/>. Other hosts get nothing of it.
/// </summary>
/// <remarks>
/// <para>The receiver finds it with <see cref="WorkflowContext.FromCurrentActivity"/>. The trace context goes to every host without this
/// handler, since HttpClient sends it by itself; it identifies nobody. With an <c>IHttpClientBuilder</c>:
/// <c>services.AddHttpClient("engine").AddHttpMessageHandler(() => new WorkflowPropagationHandler("engine"))</c>.</para>
/// <para>A redirect takes the header to wherever it leads; where that may be a stranger, switch redirects off. Nothing is sent when nobody
/// listens to the primitives' spans, which lead from a request to its workflow.</para>
/// </remarks>
public sealed class WorkflowPropagationHandler : DelegatingHandler
{
    private const string Header = "baggage";

    private readonly Func<Uri, bool> _isAllowed;

    /// <summary>Allows hosts by name.</summary>
    /// <param name="hosts">Host names; <c>*.example.org</c> allows every host below <c>example.org</c>. At least one.</param>
    /// <exception cref="ArgumentException">There is no host, or one is blank.</exception>
    public WorkflowPropagationHandler(params IEnumerable<string> hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        string[] allowed = [.. hosts];
        if (allowed.Length == 0 || Array.Exists(allowed, string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("The context needs at least one host that may have it, and none may be blank.", nameof(hosts));
        }

        _isAllowed = uri => Array.Exists(allowed, host => Matches(host, uri.Host));
    }

    /// <summary>Allows hosts by a rule.</summary>
    /// <param name="isAllowed">Whether a request's address may have the context.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="isAllowed"/>.</exception>
    public WorkflowPropagationHandler(Func<Uri, bool> isAllowed)
    {
        ArgumentNullException.ThrowIfNull(isAllowed);
        _isAllowed = isAllowed;
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AddContext(request);
        return base.Send(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AddContext(request);
        return base.SendAsync(request, cancellationToken);
    }

    private static bool Matches(string allowed, string host) =>
        allowed.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(allowed, StringComparison.OrdinalIgnoreCase);

    private void AddContext(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is { } uri
            && Activity.Current is { } activity
            && CarriedIdentity.Find(activity) is { } identity
            && !request.Headers.Contains(Header)
            && _isAllowed(uri))
        {
            // What the activity carries besides would be sent without this header, and is not with it.
            request.Headers.TryAddWithoutValidation(Header, WorkflowBaggage.Header(identity, activity.Baggage));
        }
    }
}
