using System.Text.RegularExpressions;

namespace Observatory.Charts.Formats;

/// <summary>Shows some values as a text or in a colour: one value, those in a range, those that match a pattern, or a special one.</summary>
internal sealed record ValueMapping
{
    private readonly Regex? _regex;

    /// <summary>Matches this number or text.</summary>
    public string? Value { get; init; }

    /// <summary>Matches numbers from here on.</summary>
    public double? From { get; init; }

    /// <summary>Matches numbers up to here.</summary>
    public double? To { get; init; }

    /// <summary>Matches what is no number.</summary>
    public bool MatchesNaN { get; init; }

    /// <summary>Matches texts; a pattern that cannot be read matches nothing.</summary>
    public string? Pattern { get => _regex?.ToString(); init => _regex = Patterns.Find(value); }

    /// <summary>Shown instead.</summary>
    public string? Text { get; init; }

    /// <summary>The colour.</summary>
    public ChartColor? Color { get; init; }

    /// <summary>Whether it is about this number, written so without a mapping.</summary>
    internal bool Matches(double value) =>
        double.IsNaN(value)
            ? MatchesNaN
            : Value is not null
                ? double.TryParse(Value, System.Globalization.CultureInfo.InvariantCulture, out var wanted) && wanted == value
                : (From is not null || To is not null) && value >= (From ?? double.NegativeInfinity) && value <= (To ?? double.PositiveInfinity);

    /// <summary>Whether it is about this text.</summary>
    internal bool Matches(string text) => Value is not null ? Value == text : _regex?.IsMatch(text) ?? false;
}
