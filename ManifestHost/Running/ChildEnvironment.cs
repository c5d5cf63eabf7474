using System.Collections;
using System.Security.Cryptography;
using ManifestHost.Planning;
using ManifestHost.Processes;

namespace ManifestHost.Running;

/// <summary>The environment a child process gets: the host's own, less what is not for it, plus what the plan says.</summary>
internal static class ChildEnvironment
{
    // Parameters are handed out one by one, to those that refer to them. The ports would make a service listen beyond loopback.
    private static readonly string[] NotInheritedByProjects =
        ["HTTP_PORTS", "HTTPS_PORTS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_HTTP_PORTS", "ASPNETCORE_URLS", "DOTNET_URLS"];

    public static IReadOnlyDictionary<string, string> Create(LaunchPlan plan, string runId)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!name.StartsWith("Parameters__", StringComparison.Ordinal)
                && !(plan.IsProject && NotInheritedByProjects.Contains(name)))
            {
                environment[name] = (string?)variable.Value ?? "";
            }
        }

        if (plan.IsProject)
        {
            // Each process is an instance of its own: its counters start at nought.
            var instance = $"{plan.Name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance}";
        }

        foreach (var (name, value) in plan.Environment)
        {
            environment[name] = value;
        }

        environment[ProcessTree.MarkVariable] = ProcessTree.MarkOf(runId, plan.Name);
        return environment;
    }
}
