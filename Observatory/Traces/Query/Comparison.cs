namespace Observatory.Traces.Query;

/// <summary>How a condition compares.</summary>
internal enum Comparison
{
    /// <summary><c>=</c>.</summary>
    Equal,

    /// <summary><c>!=</c>.</summary>
    NotEqual,

    /// <summary><c>&gt;</c>.</summary>
    Greater,

    /// <summary><c>&gt;=</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>&lt;</c>.</summary>
    Less,

    /// <summary><c>&lt;=</c>.</summary>
    LessOrEqual,

    /// <summary><c>=~</c>: a regular expression, found anywhere.</summary>
    Matches,

    /// <summary><c>!~</c>.</summary>
    MatchesNot,
}

/// <summary>What comparisons mean.</summary>
internal static class Comparisons
{
    /// <summary>Whether it compares the sizes of numbers.</summary>
    public static bool IsOfSize(this Comparison comparison) => comparison is >= Comparison.Greater and <= Comparison.LessOrEqual;

    /// <summary>Whether it looks for a regular expression.</summary>
    public static bool IsOfPattern(this Comparison comparison) => comparison is Comparison.Matches or Comparison.MatchesNot;

    /// <summary>Whether two values compare so, given how they are to each other.</summary>
    /// <param name="comparison">One that is not of a pattern.</param>
    /// <param name="order">Less than 0 when the first is less, 0 when they are the same.</param>
    public static bool Holds(this Comparison comparison, int order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.NotEqual => order != 0,
        Comparison.Greater => order > 0,
        Comparison.GreaterOrEqual => order >= 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "A pattern compares no sizes."),
    };
}
