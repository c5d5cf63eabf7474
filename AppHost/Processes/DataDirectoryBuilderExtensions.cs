using Microsoft.Extensions.DependencyInjection;

namespace Tta.AppHost;

internal static class DataDirectoryBuilderExtensions
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Where processes keep what outlives a run: <c>Backends:Data</c>, or <c>.run</c> beside the AppHost's folder.</summary>
    /// <param name="builder">The application.</param>
    public static string DataPath(this IDistributedApplicationBuilder builder) =>
        Path.GetFullPath(builder.Configuration["Backends:Data"] is { Length: > 0 } path ? path : "../.run", builder.AppHostDirectory);

    /// <summary>A directory in it, which only its owner can enter.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="parts">Its path in the data directory.</param>
    public static string DataDirectory(this IDistributedApplicationBuilder builder, params ReadOnlySpan<string> parts)
    {
        var path = builder.DataPath();
        Create(path);
        foreach (var part in parts)
        {
            path = Path.Combine(path, part);
            Create(path);
        }

        return path;
    }

    /// <summary>Takes the directory for this run: two systems that wrote into one would destroy each other's data.</summary>
    /// <param name="builder">The application.</param>
    /// <exception cref="DistributedApplicationException">Another one runs on it.</exception>
    public static void UseDataDirectory(this IDistributedApplicationBuilder builder)
    {
        var path = builder.DataDirectory();
        try
        {
            // Held as long as the application; the system gives it back when the process ends, however it ends.
            var held = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            builder.Services.AddSingleton(new DataDirectoryLock(held));
        }
        catch (IOException)
        {
            throw new DistributedApplicationException(
                $"A system already runs on the data in {path}. 'aspire ps' shows it and 'aspire stop' ends it; Backends:Data names another directory.");
        }
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Owner);
        }
    }
}
