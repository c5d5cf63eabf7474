using Observatory.Mcp.Asking;

namespace Observatory.Mcp.Answers;

/// <summary>What a tool answers, before it is cut to the budget that the caller has for it.</summary>
internal sealed record Answer
{
    /// <summary>The answer in a sentence or two.</summary>
    public required string Text { get; init; }

    /// <summary>What is said once; its properties stand beside the rows.</summary>
    public object? Head { get; init; }

    /// <summary>The rows that were asked for.</summary>
    public required AnswerRows Rows { get; init; }

    /// <summary>Further rows.</summary>
    public IReadOnlyList<AnswerRows> More { get; init; } = [];

    /// <summary>How many there are of what was asked for, when that is more than the rows.</summary>
    public long? Total { get; init; }

    /// <summary>The time that was looked at.</summary>
    public AskedTime? Time { get; init; }

    /// <summary>The page that shows it.</summary>
    public Uri? Link { get; init; }

    /// <summary>What the reader must know to judge it, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How to ask for what was left out, from how many rows are there; null when it can't be asked for.</summary>
    public Func<int, string?>? Next { get; init; }
}

/// <summary>Rows of an answer.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Rows">The rows in their order.</param>
internal sealed record AnswerRows(string Name, IReadOnlyList<AnswerRow> Rows)
{
    /// <summary>Rows of which the first tells most: what has no room is left out from the end.</summary>
    public static AnswerRows InOrder<T>(string name, IEnumerable<T> rows)
        where T : notnull => new(name, [.. rows.Select((r, i) => new AnswerRow(r, -i))]);
}

/// <summary>A row of an answer.</summary>
/// <param name="Value">What is written.</param>
/// <param name="Weight">How much it tells: of what has no room, the least goes first.</param>
internal sealed record AnswerRow(object Value, double Weight);
