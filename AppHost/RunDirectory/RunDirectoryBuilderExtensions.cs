using Microsoft.Extensions.DependencyInjection;

namespace Tta.AppHost;

internal static class RunDirectoryBuilderExtensions
{
    /// <summary>
    /// Writes down in a directory what runs, when <c>RunDirectory</c> is configured (<c>./up</c> does so). To be called when every resource has been added.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <exception cref="DistributedApplicationException">Something runs there already.</exception>
    public static void AddRunDirectory(this IDistributedApplicationBuilder builder)
    {
        // ./up is a shell script, and the file modes below are Unix' own.
        if (!builder.ExecutionContext.IsRunMode || OperatingSystem.IsWindows() || builder.Configuration["RunDirectory"] is not { Length: > 0 } path)
        {
            return;
        }

        var hold = Take(path);
        var resources = builder.Resources.OfType<IResourceWithEndpoints>()
            .Where(resource => resource.Annotations.OfType<EndpointAnnotation>().Any() && !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any())
            .ToList();
        builder.Services.AddHostedService(services =>
            new StackFileWriter(services.GetRequiredService<ResourceNotificationService>(), resources, Path.Combine(path, "stack.json"), hold));
    }

    /// <summary>Takes the directory for this process: the system gives it back when the process ends, however it ends.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static FileStream Take(string path)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(path, owner | UnixFileMode.UserExecute);
        try
        {
            return new FileStream(
                Path.Combine(path, "host.lock"),
                new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = owner });
        }
        catch (IOException)
        {
            // Nobody catches this, so all of it is shown: the cause's stack would bury what to do.
            throw new DistributedApplicationException($"A system already runs in {path}; ./up --status shows it and ./up --stop ends it.");
        }
    }
}
