using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>When a <see cref="CircuitBreakerPrimitive{TIn, TOut}"/> opens, and for how long.</summary>
public sealed class CircuitBreakerOptions : ICheckedOptions<CircuitBreakerOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>Failures in a row that open the circuit. Default: 5.</summary>
    [Range(1, 1_000_000)]
    public int FailureThreshold { get; set; } = 5;

    /// <summary>How long it stays open, and how long a probe may take before another one is let through. Default: 30 s.</summary>
    [DurationRange(0.001, 86400)]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What counts as a failure. Default: every exception. What the caller cancelled never does.</summary>
    public Func<Exception, bool>? ShouldHandle { get; set; }

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    CircuitBreakerOptions ICheckedOptions<CircuitBreakerOptions>.Copy() => (CircuitBreakerOptions)MemberwiseClone();
}
