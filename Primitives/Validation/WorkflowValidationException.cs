namespace Tta.Primitives;

/// <summary>A value broke rules.</summary>
public sealed class WorkflowValidationException : Exception
{
    internal WorkflowValidationException(string primitive, IReadOnlyList<string> violations)
        : base($"'{primitive}' found {violations.Count} violation(s): {string.Join("; ", violations)}")
    {
        Violations = violations;
    }

    /// <summary>The messages of all broken rules, in the rules' order.</summary>
    public IReadOnlyList<string> Violations { get; }
}
