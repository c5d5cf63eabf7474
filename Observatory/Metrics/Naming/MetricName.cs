namespace Observatory.Metrics.Naming;

/// <summary>An OTLP metric's name in Prometheus' terms, by the rules of the collector's prometheus exporter.</summary>
/// <param name="Full">The name of the family in the text format: unit suffix included, counters with <c>_total</c>.</param>
/// <param name="Unit">The unit words that <paramref name="Full"/> carries, or empty.</param>
internal readonly record struct MetricName(string Full, string Unit)
{
    /// <summary>Longest name kept, in characters. A longer one is refused: nobody queries it, and it could be megabytes.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// Translates a name: every run of characters that Prometheus does not know becomes one <c>_</c>, then come the unit's words (unless
    /// the name already holds them), <c>_total</c> for counters, <c>_ratio</c> for gauges of unit 1.
    /// </summary>
    /// <returns>The name, or nothing when the input holds no usable character or is too long.</returns>
    public static MetricName? Translate(string name, string unit, OtlpMetricKind kind)
    {
        if (name.Length > MaxLength || unit.Length > MaxLength)
        {
            return null;
        }

        var words = Words(name);
        var (main, per) = UnitNames.Suffixes(unit);
        if (main.Length > 0 && !words.Contains(main))
        {
            words.Add(main);
        }

        if (per.Length > 0 && !words.Contains(per))
        {
            words.Add(per);
        }

        if (kind == OtlpMetricKind.Counter)
        {
            MoveToEnd(words, "total");
        }

        // Senders put unit 1 on counters of things as well; there a ratio makes no sense, so only gauges get the word.
        if (kind == OtlpMetricKind.Gauge && unit == "1")
        {
            MoveToEnd(words, "ratio");
        }

        if (words.Count == 0 || Words(name).Count == 0)
        {
            return null;
        }

        var full = string.Join('_', words);
        if (char.IsAsciiDigit(full[0]))
        {
            full = "_" + full;
        }

        var unitWords = main.Length > 0 && per.Length > 0 ? main + "_" + per : main + per;
        return full.Length > MaxLength ? null : new MetricName(full, unitWords);
    }

    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && (char.IsAsciiLetterOrDigit(name[i]) || name[i] == ':'))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                words.Add(name[start..i]);
                start = -1;
            }
        }

        return words;
    }

    private static void MoveToEnd(List<string> words, string word)
    {
        words.RemoveAll(candidate => candidate == word);
        words.Add(word);
    }
}

/// <summary>What an OTLP metric carries, as far as naming and exposition care.</summary>
internal enum OtlpMetricKind
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A monotonic sum.</summary>
    Counter,

    /// <summary>A non-monotonic sum; a gauge to Prometheus.</summary>
    UpDownCounter,

    /// <summary>An explicit-bucket or exponential histogram.</summary>
    Histogram,

    /// <summary>Quantiles computed by the sender.</summary>
    Summary,
}
