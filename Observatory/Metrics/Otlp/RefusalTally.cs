namespace Observatory.Metrics.Otlp;

/// <summary>Collects why points of a request were refused, in a message that stays short however many they were.</summary>
internal sealed class RefusalTally
{
    private const int MaxReasons = 5;
    private const int MaxNameLength = 120;

    private readonly List<string> _reasons = [];

    /// <summary>Points refused.</summary>
    public long Points { get; private set; }

    /// <summary>The message for the sender.</summary>
    public string Message =>
        string.Create(CultureInfo.InvariantCulture, $"{Points} data points refused: {string.Join("; ", _reasons)}{(_reasons.Count == MaxReasons ? "; …" : "")}");

    /// <summary>Notes points that were refused for one reason.</summary>
    public void Add(string metric, string reason, long points)
    {
        Points += points;
        if (_reasons.Count < MaxReasons)
        {
            var text = $"metric '{Printable(metric)}': {reason}";
            if (!_reasons.Contains(text))
            {
                _reasons.Add(text);
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Points = 0;
        _reasons.Clear();
    }

    /// <summary>A sender's text, cut and without control characters, fit for a log line.</summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder(Math.Min(text.Length, MaxNameLength) + 1);
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, MaxNameLength)))
        {
            printable.Append(char.IsControl(character) ? '?' : character);
        }

        return text.Length > MaxNameLength ? printable.Append('…').ToString() : printable.ToString();
    }
}
