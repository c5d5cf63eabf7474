using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Tta.AppHost;

internal static class ProjectProgramBuilderExtensions
{
    /// <summary>
    /// Starts the program that was built with the AppHost instead of <c>dotnet run</c>, which asks MSBuild at every start and stays in memory beside
    /// it: six of them took a minute to start on two cores, and take seven seconds this way. An IDE that debugs goes on doing it its own way.
    /// </summary>
    /// <param name="project">The project.</param>
    public static IResourceBuilder<ProjectResource> RunBuilt(this IResourceBuilder<ProjectResource> project)
    {
        var app = project.ApplicationBuilder;
        if (!app.ExecutionContext.IsRunMode || app.Configuration["DEBUG_SESSION_PORT"] is not null || app.Configuration.GetValue<bool>("DOTNET_WATCH"))
        {
            return project;
        }

        var path = project.Resource.GetProjectMetadata().ProjectPath;
        var folder = Path.GetDirectoryName(path)!;
        var built = typeof(ProjectProgramBuilderExtensions).Assembly;
        var configuration = built.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var framework = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var name = Path.GetFileNameWithoutExtension(path) + (OperatingSystem.IsWindows() ? ".exe" : "");
        return project.WithAnnotation(new ExecutableAnnotation
        {
            Command = Path.Combine(folder, "bin", configuration, framework, name),
            WorkingDirectory = folder,
        });
    }
}
