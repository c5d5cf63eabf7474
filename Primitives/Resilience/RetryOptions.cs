using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>When and how often a <see cref="RetryPrimitive{TIn, TOut}"/> tries again.</summary>
public sealed class RetryOptions
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>Tries after the first one. Default: 3. 0 means none.</summary>
    [Range(0, 1000)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>The wait before the first retry. Default: 1 s.</summary>
    [DurationRange(0, 86400)]
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What each further wait is multiplied by. Default: 2.</summary>
    [Range(1.0, 100.0)]
    public double BackoffFactor { get; set; } = 2;

    /// <summary>No wait is longer than this, whatever the factor, the jitter or a server says. Default: 60 s.</summary>
    [DurationRange(0, 86400)]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether each wait is drawn between half and all of its length, so that callers do not retry in step. Default: true.</summary>
    public bool Jitter { get; set; } = true;

    /// <summary>Which failures are retried. Default: all. A cancellation by the caller never is.</summary>
    public Func<Exception, bool>? ShouldRetry { get; set; }

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Draws numbers from 0 up to 1 for the jitter.</summary>
    [Required]
    public Func<double> Randomizer { get; set; } = Random.Shared.NextDouble;
}
