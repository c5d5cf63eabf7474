using ManifestHost.Manifest;
using ManifestHost.Planning;

namespace ManifestHost.CommandLine;

/// <summary><c>packages</c>: the system packages that a stack's programs come from, one per line, for an install script.</summary>
internal static class PackagesCommand
{
    public static int Run(CommandLineOptions options)
    {
        var model = StackModel.Load(options.Stack);
        var names = model.Processes
            .Where(resource => resource.Package is not null && !(options.MissingOnly && IsInstalled(resource, model)))
            .Select(resource => options.PackageManager == "brew" ? resource.Package!.Brew : resource.Package!.Apt)
            .OfType<string>()
            .Distinct();
        foreach (var name in names)
        {
            Console.WriteLine(name);
        }

        return ExitCode.Done;
    }

    private static bool IsInstalled(ResourceDefinition resource, StackModel model) =>
        resource.Commands.Count == 0 || resource.Commands.Any(command => ExecutableFinder.Find(command.Value, model.Directory) is not null);
}
