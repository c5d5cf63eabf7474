namespace Tta.AppHost;

internal static class ExternalUrlBuilderExtensions
{
    /// <summary>
    /// Tells Prometheus or Alertmanager under which address a person reaches it while the AppHost runs: its links would else name the host that it is on,
    /// which for a container is its id. Where it is deployed, its address is known only there.
    /// </summary>
    /// <param name="builder">What makes links to itself.</param>
    /// <param name="endpoint">Where a person reaches it.</param>
    public static IResourceBuilder<T> WithExternalUrl<T>(this IResourceBuilder<T> builder, EndpointReference endpoint)
        where T : IResourceWithArgs =>
        builder.WithArgs(context =>
        {
            if (context.ExecutionContext.IsRunMode)
            {
                context.Args.Add($"--web.external-url={endpoint.Url}");
            }
        });
}
