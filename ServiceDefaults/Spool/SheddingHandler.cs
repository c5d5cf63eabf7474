namespace Tta.ServiceDefaults.Spool;

/// <summary>Lets the application's own services know from each other at which level they shed traces. Nobody else is told.</summary>
/// <param name="shedding">The level.</param>
/// <param name="services">The services' names, as service discovery knows them.</param>
internal sealed class SheddingHandler(TraceShedding shedding, IReadOnlySet<string> services) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Say(request) ? Hear(base.Send(request, cancellationToken)) : base.Send(request, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Say(request) ? Hear(await base.SendAsync(request, cancellationToken)) : await base.SendAsync(request, cancellationToken);

    private bool Say(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var isOurs = request.RequestUri is { } uri && services.Contains(uri.Host);
        if (isOurs && shedding.Say() is { } said)
        {
            // A caller may send the same message again.
            request.Headers.Remove(TraceShedding.Header);
            request.Headers.TryAddWithoutValidation(TraceShedding.Header, said);
        }

        return isOurs;
    }

    private HttpResponseMessage Hear(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues(TraceShedding.Header, out var said))
        {
            shedding.Hear(said.First());
        }

        return response;
    }
}
