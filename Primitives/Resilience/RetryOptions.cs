using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>When and how often a <see cref="RetryPrimitive{TIn, TOut}"/> tries again.</summary>
public sealed class RetryOptions : ICheckedOptions<RetryOptions>
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

    /// <summary>
    /// Which failures are retried. Default: <see cref="IsWorthRetrying"/>. What the caller cancelled never is.
    /// </summary>
    public Func<Exception, bool>? ShouldRetry { get; set; }

    /// <summary>
    /// How long an exception asks to wait, for exceptions that say so in a way of their own; asked of the failure and its inner exceptions
    /// in turn. Known without it: <see cref="IRetryAfter"/>, a <c>Retry-After</c> in <see cref="Exception.Data"/>, and the response's
    /// header on <c>ClientResultException</c>, <c>RequestFailedException</c> and what looks like them. Default: none.
    /// </summary>
    public Func<Exception, TimeSpan?>? RetryAfter { get; set; }

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Draws numbers from 0 up to 1 for the jitter.</summary>
    [Required]
    public Func<double> Randomizer { get; set; } = Random.Shared.NextDouble;

    /// <summary>
    /// False for what the next try would be answered in the same way: a failure that carries an HTTP status from 400 to 499, such as 400,
    /// 401 or 403, but for 408, 409, 425 and 429; and a <see cref="BudgetExceededException"/>. True for all others.
    /// </summary>
    /// <param name="failure">The failure; the status may be an inner exception's.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="failure"/>.</exception>
    public static bool IsWorthRetrying(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is not BudgetExceededException && HttpFailure.Status(failure) is not (>= 400 and < 500) or 408 or 409 or 425 or 429;
    }

    RetryOptions ICheckedOptions<RetryOptions>.Copy() => (RetryOptions)MemberwiseClone();
}
