namespace Tta.ServiceDefaults.Access;

/// <summary>Sends the key to the application's own services, and to nobody else.</summary>
/// <param name="key">The key.</param>
/// <param name="services">The services' names, as service discovery knows them.</param>
internal sealed class AccessKeyHandler(AccessKey key, IReadOnlySet<string> services) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Add(request);
        return base.Send(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Add(request);
        return base.SendAsync(request, cancellationToken);
    }

    private void Add(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is { } address && services.Contains(address.Host))
        {
            // A caller may send the same message again.
            request.Headers.Remove(AccessKey.Header);
            request.Headers.Add(AccessKey.Header, key.Text);
        }
    }
}
