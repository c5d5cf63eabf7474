using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Data;

/// <summary>A column of a frame.</summary>
internal sealed record Field
{
    /// <summary>Its name in the frame.</summary>
    public required string Name { get; init; }

    /// <summary>What its values are.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>Its values unless they are texts; NaN where there is none.</summary>
    public double[] Numbers { get; init; } = [];

    /// <summary>Its values if they are texts.</summary>
    public string?[] Texts { get; init; } = [];

    /// <summary>The labels of its series.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The name that the source, or a transformation, gives it on the page.</summary>
    public string? Title { get; init; }

    /// <summary>The unit that the source knows.</summary>
    public string? OwnUnit { get; init; }

    /// <summary>How it is shown, once that is decided.</summary>
    public FieldOptions Options { get; init; } = FieldOptions.None;

    /// <summary>Its place among all number fields of the panel: the colour of its series.</summary>
    public int Index { get; init; }

    /// <summary>How many values there are.</summary>
    public int Length => Kind == FieldKind.Text ? Texts.Length : Numbers.Length;

    /// <summary>Its name on the page.</summary>
    public string DisplayName => Title ?? Name;

    /// <summary>Makes a field of texts.</summary>
    public static Field OfTexts(string name, IEnumerable<string?> texts) => new() { Name = name, Kind = FieldKind.Text, Texts = [.. texts] };

    /// <summary>Makes a field of numbers.</summary>
    public static Field OfNumbers(string name, IEnumerable<double> numbers, FieldKind kind = FieldKind.Number) => new() { Name = name, Kind = kind, Numbers = [.. numbers] };

    /// <summary>The rows named, in that order; -1 is none.</summary>
    public Field Rows(IReadOnlyList<int> rows) => this with
    {
        Numbers = Kind == FieldKind.Text ? [] : [.. rows.Select(r => r < 0 ? double.NaN : Numbers[r])],
        Texts = Kind == FieldKind.Text ? [.. rows.Select(r => r < 0 ? null : Texts[r])] : [],
    };

    /// <summary>A value as text, without unit.</summary>
    public string Raw(int row) => Kind == FieldKind.Text ? Texts[row] ?? "" : double.IsNaN(Numbers[row]) ? "" : Numbers[row].ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether there is a value.</summary>
    public bool Has(int row) => Kind == FieldKind.Text ? Texts[row] is not null : !double.IsNaN(Numbers[row]);

    /// <summary>Compares two rows; those without a value come last.</summary>
    public int Compare(int a, int b, bool descending)
    {
        var (hasA, hasB) = (Has(a), Has(b));
        if (!hasA || !hasB)
        {
            return hasB.CompareTo(hasA);
        }

        var order = Kind == FieldKind.Text ? string.Compare(Texts[a], Texts[b], StringComparison.OrdinalIgnoreCase) : Numbers[a].CompareTo(Numbers[b]);
        return descending ? -order : order;
    }
}

/// <summary>What a field's values are.</summary>
internal enum FieldKind
{
    /// <summary>Milliseconds since 1970.</summary>
    Time,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Texts.</summary>
    Text,
}
