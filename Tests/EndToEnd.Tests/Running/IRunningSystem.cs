namespace Tta.EndToEnd.Tests.Running;

/// <summary>A running system to be looked at from outside. The same assertions hold whether its backends are processes or containers.</summary>
public interface IRunningSystem
{
    /// <summary>The address at which a resource answers.</summary>
    /// <param name="resource">The resource's name.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    Uri GetEndpoint(string resource, string endpoint);

    /// <summary>Presses a resource's button, as a person does on the dashboard.</summary>
    /// <param name="resource">The resource's name.</param>
    /// <param name="command">The command's name.</param>
    /// <param name="arguments">What the person answers to the command's questions.</param>
    Task ExecuteAsync(string resource, string command, params (string Name, string Value)[] arguments);

    /// <summary>The state that a resource is in.</summary>
    /// <param name="resource">The resource's name.</param>
    string? State(string resource);

    /// <summary>Waits until a resource has ended, and returns its exit code.</summary>
    /// <param name="resource">The resource's name.</param>
    Task<int?> ExitCodeAsync(string resource);
}
