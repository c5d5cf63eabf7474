namespace Tta.Deployment.Expressions;

/// <summary>A text whose expressions have been replaced, all but the parameters: what becomes of those each engine decides.</summary>
internal sealed class ResolvedText
{
    private readonly List<ResolvedPart> _parts = [];

    public IReadOnlyList<ResolvedPart> Parts => _parts;

    /// <summary>Whether a secret takes part in it.</summary>
    public bool IsSecret => _parts.Any(part => part.Parameter is { IsSecret: true });

    /// <summary>The whole text, secrets included.</summary>
    public string Value => string.Concat(_parts.Select(part => part.Literal ?? part.Parameter!.Value));

    /// <summary>Adds a literal.</summary>
    public void Add(string literal)
    {
        if (literal.Length > 0)
        {
            _parts.Add(new ResolvedPart(literal, null));
        }
    }

    /// <summary>Adds a parameter's value.</summary>
    public void Add(ParameterValue parameter) => _parts.Add(new ResolvedPart(null, parameter));

    /// <summary>Adds all of another text.</summary>
    public void Add(ResolvedText text) => _parts.AddRange(text._parts);
}

/// <summary>Either a literal or a parameter.</summary>
internal readonly record struct ResolvedPart(string? Literal, ParameterValue? Parameter);

/// <summary>What a parameter stands for.</summary>
/// <param name="Variable">Its name as an environment variable.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsSecret">Whether it must never be shown.</param>
internal sealed record ParameterValue(string Variable, string Value, bool IsSecret);
