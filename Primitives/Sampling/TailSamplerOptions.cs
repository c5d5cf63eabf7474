using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>Which finished traces a <see cref="TailSampler"/> keeps.</summary>
public sealed class TailSamplerOptions : ICheckedOptions<TailSamplerOptions>
{
    /// <summary>Traces at least this slow are kept. Default: 1 s.</summary>
    [DurationRange(0, 86400)]
    public TimeSpan SlowerThan { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The share kept of those that are neither slow nor failed. Default: 0.1.</summary>
    [Range(0.0, 1.0)]
    public double Ratio { get; set; } = 0.1;

    /// <summary>Unfinished traces held; the oldest is then decided on what is there. Default: 1000.</summary>
    [Range(1, 1_000_000)]
    public int MaxTraces { get; set; } = 1000;

    /// <summary>Spans held of one trace; further ones are dropped. Default: 1000.</summary>
    [Range(1, 1_000_000)]
    public int MaxSpansPerTrace { get; set; } = 1000;

    string? ICheckedOptions<TailSamplerOptions>.Name => null;

    TailSamplerOptions ICheckedOptions<TailSamplerOptions>.Copy() => (TailSamplerOptions)MemberwiseClone();
}
