namespace Tta.AppHost.Tests;

/// <summary>A theory that needs containers. Where none can be started it is skipped, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerTheoryAttribute : TheoryAttribute
{
    /// <summary>Asks the machine, once.</summary>
    public ContainerTheoryAttribute() => Skip = ContainerRuntime.Absence;
}
