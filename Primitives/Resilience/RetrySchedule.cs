namespace Tta.Primitives;

/// <summary>How long to wait before a retry.</summary>
internal static class RetrySchedule
{
    /// <summary>The wait after failed try number <paramref name="attempt"/> (from 0), which ended in <paramref name="failure"/>.</summary>
    public static TimeSpan Delay(RetryOptions options, int attempt, Exception? failure)
    {
        TimeSpan delay = RetryAfter(failure) is { } asked ? asked : Backoff(options, attempt);
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay < options.MaxDelay ? delay : options.MaxDelay;
    }

    private static TimeSpan Backoff(RetryOptions options, int attempt)
    {
        double ticks = Math.Min(options.BaseDelay.Ticks * Math.Pow(options.BackoffFactor, attempt), options.MaxDelay.Ticks);
        if (options.Jitter)
        {
            ticks *= 0.5 + (0.5 * Math.Clamp(options.Randomizer(), 0, 1));
        }

        return TimeSpan.FromTicks((long)ticks);
    }

    private static TimeSpan? RetryAfter(Exception? failure)
    {
        for (Exception? exception = failure; exception is not null; exception = exception.InnerException)
        {
            if (exception is IRetryAfter { RetryAfter: { } wait })
            {
                return wait;
            }
        }

        return null;
    }
}
