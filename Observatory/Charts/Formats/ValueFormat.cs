namespace Observatory.Charts.Formats;

/// <summary>How a number is written: its unit, by the names that dashboards use, the digits, and the texts that stand for some values.</summary>
internal sealed record ValueFormat
{
    private readonly Unit _unit = Units.Of("");

    /// <summary>Just the number.</summary>
    public static ValueFormat Plain { get; } = new();

    /// <summary>The unit: <c>s</c>, <c>bytes</c>, <c>percentunit</c> …; one that is not known is written behind the number.</summary>
    public string Unit
    {
        get;
        init
        {
            field = value;
            _unit = Units.Of(value);
        }
    } = "";

    /// <summary>Digits after the point; without it, three digits that count.</summary>
    public int? Decimals { get; init; }

    /// <summary>Texts and colours for some values; the first that fits counts.</summary>
    public IReadOnlyList<ValueMapping> Mappings { get; init; } = [];

    /// <summary>Written where there is no value.</summary>
    public string NoValue { get; init; } = "–";

    /// <summary>The unit's scales, for a script: prefix, factor and <c>from,divisor,suffix</c> for each scale.</summary>
    internal string ScalesForScript => _unit.ForScript();

    /// <summary>Whether it counts in powers of 1024.</summary>
    internal bool IsBinary => _unit.Scales is [_, { Divisor: 1024 }, ..];

    /// <summary>Whether it is a duration in seconds.</summary>
    internal bool IsTimeInSeconds => Unit == "s";

    /// <summary>A format for a unit.</summary>
    public static ValueFormat Of(string unit, int? decimals = null) => new() { Unit = unit, Decimals = decimals };

    /// <summary>Writes a number.</summary>
    public string Format(double value) =>
        MappingOf(value)?.Text ?? (double.IsNaN(value) ? NoValue : _unit.Write(value, Decimals is { } d ? Math.Clamp(d, 0, 12) : null));

    /// <summary>Writes a text: itself, or what is mapped.</summary>
    public string Format(string text) => MappingOf(text)?.Text ?? text;

    /// <summary>Writes a number at an axis whose marks are this far apart: as many digits as it needs, and no more than tell it from its neighbours.</summary>
    public string FormatTick(double value, double step)
    {
        var scale = _unit.ScaleOf(value);
        var (number, distance) = (Math.Abs(value / scale), Math.Abs(step / scale));
        var digits = 0;
        if (double.IsFinite(number) && distance > 0)
        {
            // A thousandth of the step is what computing with fractions leaves behind.
            while (digits < 12 && Math.Abs(number - Math.Round(number, digits)) > distance / 1000)
            {
                digits++;
            }
        }

        return double.IsNaN(value) ? Format(value) : MappingOf(value)?.Text ?? _unit.Write(value, digits);
    }

    /// <summary>The mapping for a number, if there is one.</summary>
    public ValueMapping? MappingOf(double value) => Mappings.FirstOrDefault(m => m.Matches(value));

    /// <summary>The mapping for a text, if there is one.</summary>
    public ValueMapping? MappingOf(string text) => Mappings.Count == 0 ? null : Mappings.FirstOrDefault(m => m.Matches(text) ||
        (m.Value is null && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && m.Matches(number)));
}
