using Microsoft.Extensions.DependencyInjection;

namespace Tta.AppHost;

internal static class ProcessFileBuilderExtensions
{
    /// <summary>Writes a file into the process' directory each time before it starts, readable by its owner alone: it may hold a password.</summary>
    /// <param name="process">The process.</param>
    /// <param name="name">The file's path in the directory.</param>
    /// <param name="content">What is in it.</param>
    public static IResourceBuilder<ProcessResource> WithFile(
        this IResourceBuilder<ProcessResource> process, string name, Func<CancellationToken, ValueTask<string>> content) =>
        process.OnBeforeResourceStarted(async (resource, _, cancellation) =>
        {
            var path = Path.Combine(resource.WorkingDirectory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var file = new StreamWriter(path, options);
            await file.WriteAsync(await content(cancellation));
        });

    /// <summary>Copies a file, or every file of a folder, of the repository into the process' directory each time before it starts.</summary>
    /// <param name="process">The process.</param>
    /// <param name="name">The path in the directory.</param>
    /// <param name="source">The file or folder, relative to the AppHost.</param>
    public static IResourceBuilder<ProcessResource> WithCopyOf(this IResourceBuilder<ProcessResource> process, string name, string source)
    {
        var path = process.Source(source);
        if (!Directory.Exists(path))
        {
            return process.WithFile(name, async cancellation => await File.ReadAllTextAsync(path, cancellation));
        }

        return process.OnBeforeResourceStarted((resource, _, _) =>
        {
            var copy = Path.Combine(resource.WorkingDirectory, name);
            if (Directory.Exists(copy))
            {
                // A file that was taken out of the repository must not go on living here.
                Directory.Delete(copy, recursive: true);
            }

            Directory.CreateDirectory(copy);
            foreach (var file in Directory.EnumerateFiles(path))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>The directory that stands for a container's named volume.</summary>
    /// <param name="process">The process.</param>
    /// <param name="name">The volume's name.</param>
    public static string Volume(this IResourceBuilder<ProcessResource> process, string name) =>
        process.ApplicationBuilder.DataDirectory("volumes", name);

    /// <summary>A path of the repository.</summary>
    /// <param name="process">The process.</param>
    /// <param name="path">The path, relative to the AppHost.</param>
    public static string Source(this IResourceBuilder<ProcessResource> process, string path) =>
        Path.GetFullPath(path, process.ApplicationBuilder.AppHostDirectory);

    /// <summary>Tells a process by an argument where to listen: on loopback, at the port of an endpoint.</summary>
    /// <param name="process">The process.</param>
    /// <param name="name">The argument, without <c>=</c>.</param>
    /// <param name="endpoint">The endpoint.</param>
    public static IResourceBuilder<ProcessResource> WithListenArgument(
        this IResourceBuilder<ProcessResource> process, string name, EndpointReference endpoint) =>
        process.WithArgs(context => context.Args.Add(
            ReferenceExpression.Create($"{name}={ProcessBuilderExtensions.Loopback}:{endpoint.Property(EndpointProperty.TargetPort)}")));

    /// <summary>The log of a resource.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="resource">The resource.</param>
    public static Microsoft.Extensions.Logging.ILogger GetLogger(this IServiceProvider services, IResource resource) =>
        services.GetRequiredService<ResourceLoggerService>().GetLogger(resource);
}
