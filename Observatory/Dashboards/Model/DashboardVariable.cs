namespace Observatory.Dashboards.Model;

/// <summary>A variable of a board.</summary>
internal sealed record DashboardVariable
{
    /// <summary>Its name in expressions and in the address.</summary>
    public required string Name { get; init; }

    /// <summary><c>query</c>, <c>custom</c>, <c>constant</c>, <c>textbox</c>, <c>interval</c>, <c>datasource</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Its name on the page.</summary>
    public string Label { get; init; } = "";

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether it has no control on the page.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether several values may be chosen.</summary>
    public bool IsMulti { get; init; }

    /// <summary>Whether all values can be chosen as one.</summary>
    public bool IncludesAll { get; init; }

    /// <summary>What stands for all values, used as it is.</summary>
    public string? AllValue { get; init; }

    /// <summary>The question, list or text that the values come from.</summary>
    public string Query { get; init; } = "";

    /// <summary>Whom a question asks; of a <c>datasource</c> variable, the type.</summary>
    public DataSourceRef Source { get; init; } = new(null, null);

    /// <summary>A pattern that values must match; its first group is the value.</summary>
    public string Regex { get; init; } = "";

    /// <summary>How values are sorted: 0 not, 1 and 2 by letters, 3 and 4 by numbers, 5 and 6 by letters of any case; even ones descending.</summary>
    public int Sort { get; init; }

    /// <summary>The values chosen when the address names none.</summary>
    public IReadOnlyList<string> Current { get; init; } = [];

    /// <summary>Values that the file lists.</summary>
    public IReadOnlyList<VariableOption> Options { get; init; } = [];
}

/// <summary>A value that can be chosen.</summary>
/// <param name="Text">As shown.</param>
/// <param name="Value">As used.</param>
internal sealed record VariableOption(string Text, string Value);
