namespace Observatory.Prometheus;

/// <summary>What one question may cost.</summary>
internal sealed record PrometheusLimits
{
    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Bytes of one answer.</summary>
    public int MaxAnswerBytes { get; init; } = 16 << 20;

    /// <summary>Series of one answer; the rest is counted.</summary>
    public int MaxSeries { get; init; } = 1000;

    /// <summary>Values of a label, names of labels, exemplars, targets, alerts of one answer.</summary>
    public int MaxItems { get; init; } = 10_000;

    /// <summary>Questions under way at one time.</summary>
    public int MaxConcurrent { get; init; } = 8;
}
