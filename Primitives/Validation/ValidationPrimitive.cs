namespace Tta.Primitives;

/// <summary>Passes a value on unchanged, or fails with every rule it breaks.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class ValidationPrimitive<T> : WorkflowPrimitive<T, T>
{
    private readonly ValidationRule<T>[] _rules;

    /// <summary>Checks rules.</summary>
    /// <param name="rules">At least one.</param>
    /// <param name="name">The primitive's name. Default: its type.</param>
    /// <exception cref="ArgumentException">There is no rule, or one is null.</exception>
    public ValidationPrimitive(IEnumerable<ValidationRule<T>> rules, string? name = null)
        : base(PrimitiveTypes.Validation, name)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = [.. rules];
        if (_rules.Length == 0 || _rules.Contains(null!))
        {
            throw new ArgumentException("A validation needs at least one rule, and none may be null.", nameof(rules));
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<T> ExecuteCoreAsync(T input, WorkflowContext context, CancellationToken cancellationToken)
    {
        List<string>? violations = null;
        foreach (ValidationRule<T> rule in _rules)
        {
            if (!rule.IsMet(input))
            {
                (violations ??= []).Add(rule.Message);
            }
        }

        return violations is null
            ? new ValueTask<T>(input)
            : ValueTask.FromException<T>(new WorkflowValidationException(Name, violations));
    }
}
