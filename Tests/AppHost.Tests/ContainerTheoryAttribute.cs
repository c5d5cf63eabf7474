using System.Runtime.CompilerServices;

namespace Tta.AppHost.Tests;

/// <summary>A theory that needs containers. Where none can be started it is skipped, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerTheoryAttribute : TheoryAttribute
{
    /// <summary>Asks the machine, once.</summary>
    public ContainerTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = ContainerRuntime.Absence;
}
