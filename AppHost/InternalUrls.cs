namespace Tta.AppHost;

internal static class InternalUrls
{
    /// <summary>Leaves addresses that are no page for a person out of the dashboard's overview; the details still list them.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointNames">Its endpoints that only programs call.</param>
    public static IResourceBuilder<T> WithInternalUrls<T>(this IResourceBuilder<T> builder, params ReadOnlySpan<string> endpointNames)
        where T : IResourceWithEndpoints
    {
        foreach (var endpointName in endpointNames)
        {
            builder.WithUrlForEndpoint(endpointName, url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
        }

        return builder;
    }
}
