using Tta.DemoWorkers.AgentOrchestrator;
using Tta.DemoWorkers.CacheLayer;
using Tta.DemoWorkers.Hosting;
using Tta.DemoWorkers.LlmGateway;
using Tta.DemoWorkers.Report;
using Tta.DemoWorkers.WorkflowEngine;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers;

/// <summary>Finds the role that the command line asks for.</summary>
internal static class WorkerRoles
{
    private const string Option = "--role";

    private static readonly IWorkerRole[] All =
        [new AgentOrchestratorRole(), new WorkflowEngineRole(), new LlmGatewayRole(), new CacheLayerRole()];

    private static string Names => string.Join(", ", All.Select(role => role.Name).Append(ReportJob.Role));

    /// <summary>The options of the batch job, when the command line asks for it instead of a service.</summary>
    public static IReadOnlyList<string>? ReportOptions(string[] args)
    {
        if (Value(args) != ReportJob.Role)
        {
            return null;
        }

        var at = Array.FindIndex(args, arg => arg == Option || arg.StartsWith(Option + "=", StringComparison.Ordinal));
        return [.. args[..at], .. args[(at + (args[at] == Option ? 2 : 1))..]];
    }

    /// <summary>Returns the role named on the command line (<c>--role name</c> or <c>--role=name</c>).</summary>
    /// <exception cref="InvalidConfigurationException">No role, or one that does not exist; the message lists them.</exception>
    public static IWorkerRole Parse(string[] args)
    {
        var name = Value(args)
            ?? throw new InvalidConfigurationException($"No role given. Start with {Option} and one of: {Names}.");
        return Array.Find(All, role => role.Name == name)
            ?? throw new InvalidConfigurationException($"Unknown role '{name}'. Start with {Option} and one of: {Names}.");
    }

    private static string? Value(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == Option)
            {
                return i + 1 < args.Length ? args[i + 1] : null;
            }

            if (args[i].StartsWith(Option + "=", StringComparison.Ordinal))
            {
                return args[i][(Option.Length + 1)..];
            }
        }

        return null;
    }
}
