using Microsoft.Extensions.Configuration;

namespace Tta.AppHost;

internal static class BackendLifetime
{
    /// <summary>
    /// Lets a backend outlive the AppHost when <c>Backends:Persistent</c> is true (<c>dotnet run --project AppHost -- --Backends:Persistent=true</c>),
    /// so that the next start finds it running. By default it stops with the AppHost; its volume stays either way.
    /// </summary>
    /// <param name="builder">The backend.</param>
    public static IResourceBuilder<T> WithBackendLifetime<T>(this IResourceBuilder<T> builder)
        where T : ContainerResource =>
        builder.ApplicationBuilder.Configuration.GetValue<bool>("Backends:Persistent")
            ? builder.WithLifetime(ContainerLifetime.Persistent)
            : builder;
}
