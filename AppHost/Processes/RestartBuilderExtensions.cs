using Microsoft.Extensions.DependencyInjection;

namespace Tta.AppHost;

internal static class RestartBuilderExtensions
{
    /// <summary>
    /// Starts the resource again when it ends without anybody having stopped it: after a quarter of a second at first, twice as long each further
    /// time and at most half a minute, until it has stayed up for a minute. The orchestrator itself restarts nothing.
    /// </summary>
    /// <param name="builder">The resource.</param>
    public static IResourceBuilder<T> WithRestart<T>(this IResourceBuilder<T> builder)
        where T : IResource
    {
        var app = builder.ApplicationBuilder;
        if (!app.ExecutionContext.IsRunMode)
        {
            return builder;
        }

        if (!app.Services.Any(service => service.ServiceType == typeof(Restarter)))
        {
            app.Services.AddSingleton<Restarter>();

            // By an event: a hosted service would start only when every resource has been created, and one that waits may never be.
            app.Eventing.Subscribe<BeforeStartEvent>((starting, _) =>
            {
                starting.Services.GetRequiredService<Restarter>().Start();
                return Task.CompletedTask;
            });
        }

        return builder.WithAnnotation(new RestartAnnotation(), ResourceAnnotationMutationBehavior.Replace);
    }
}
