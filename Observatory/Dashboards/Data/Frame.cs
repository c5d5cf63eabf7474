namespace Observatory.Dashboards.Data;

/// <summary>A table of one query's answer: a series with its times, or rows with a column for each label.</summary>
/// <param name="RefId">The query that it answers.</param>
/// <param name="Fields">Its columns, all of the same length.</param>
internal sealed record Frame(string RefId, IReadOnlyList<Field> Fields)
{
    /// <summary>How many rows there are.</summary>
    public int Length => Fields.Count == 0 ? 0 : Fields[0].Length;

    /// <summary>The times, or null.</summary>
    public Field? Time => Fields.FirstOrDefault(f => f.Kind == FieldKind.Time);

    /// <summary>Its name: what the source calls it where that has a meaning (<c>nodes</c>, <c>edges</c>).</summary>
    public string? Name { get; init; }

    /// <summary>Finds a field by its name, or by its name on the page.</summary>
    public Field? Find(string name) => Fields.FirstOrDefault(f => f.Name == name) ?? Fields.FirstOrDefault(f => f.DisplayName == name);

    /// <summary>The rows named, in that order.</summary>
    public Frame Rows(IReadOnlyList<int> rows) => this with { Fields = [.. Fields.Select(f => f.Rows(rows))] };
}
