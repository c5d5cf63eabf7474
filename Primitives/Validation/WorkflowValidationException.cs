namespace Tta.Primitives;

/// <summary>A value broke rules.</summary>
public sealed class WorkflowValidationException : Exception, IFailureCause
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="primitive">The validation's name.</param>
    /// <param name="violations">The messages of all broken rules.</param>
    public WorkflowValidationException(string primitive, IReadOnlyList<string> violations)
        : base($"'{primitive}' found {violations.Count} violation(s): {string.Join("; ", violations)}")
    {
        Violations = violations;
    }

    /// <summary>The messages of all broken rules, in the rules' order.</summary>
    public IReadOnlyList<string> Violations { get; }

    string IFailureCause.Cause => TtaNames.Values.Cause.InvalidInput;
}
