using System.Xml;
using System.Xml.Linq;
using ManifestHost.Manifest;

namespace ManifestHost.Planning;

/// <summary>Finds what building a project has produced.</summary>
internal static class ProjectOutput
{
    /// <summary>The project's assembly in <c>bin/{configuration}/{tfm}/</c>; of several target frameworks the one built last.</summary>
    /// <exception cref="ManifestException">The project is not there, or has not been built.</exception>
    public static string RequireAssembly(LocatedText project, string directory, string configuration)
    {
        var path = Path.GetFullPath(project.Value, directory);
        if (!File.Exists(path))
        {
            throw project.At.Error($"there is no project file '{project.Value}'.");
        }

        var assembly = AssemblyName(path, project.At) + ".dll";
        var output = Path.Combine(Path.GetDirectoryName(path)!, "bin", configuration);
        return (Directory.Exists(output) ? Directory.EnumerateDirectories(output) : [])
            .Select(framework => Path.Combine(framework, assembly))
            .Where(file => File.Exists(file) && File.Exists(Path.ChangeExtension(file, "runtimeconfig.json")))
            .OrderByDescending(File.GetLastWriteTimeUtc)
            .FirstOrDefault()
            ?? throw project.At.Error(
                $"{assembly} has not been built for {configuration}; run: dotnet build -c {configuration} {ManifestParser.DisplayName(path)}");
    }

    private static string AssemblyName(string path, SourceLocation at)
    {
        try
        {
            var name = XDocument.Load(path).Descendants().FirstOrDefault(element => element.Name.LocalName == "AssemblyName")?.Value.Trim();
            // A name computed by MSBuild is beyond us; the default is the likeliest.
            return string.IsNullOrEmpty(name) || name.Contains("$(", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(path) : name;
        }
        catch (XmlException error)
        {
            throw at.Error($"'{ManifestParser.DisplayName(path)}' is not a project file: {error.Message}");
        }
    }
}
