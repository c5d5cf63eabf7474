namespace Tta.Primitives;

/// <summary>How long to wait before a retry.</summary>
internal static class RetrySchedule
{
    /// <summary>The wait after failed try number <paramref name="attempt"/> (from 0), which ended in <paramref name="failure"/>.</summary>
    /// <remarks>What a failure asks for is the least to wait, not a leave to come back at once: the back-off holds, too.</remarks>
    public static TimeSpan Delay(RetryOptions options, int attempt, Exception? failure)
    {
        TimeSpan delay = Backoff(options, attempt);
        if (RetryAfter(options, failure) is { } asked && asked > delay)
        {
            delay = asked;
        }

        return delay < options.MaxDelay ? delay : options.MaxDelay;
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

    private static TimeSpan? RetryAfter(RetryOptions options, Exception? failure)
    {
        for (Exception? exception = failure; exception is not null; exception = exception.InnerException)
        {
            if (options.RetryAfter?.Invoke(exception) is { } told)
            {
                return told;
            }

            if (exception is IRetryAfter { RetryAfter: { } wait })
            {
                return wait;
            }

            if (HttpFailure.RetryAfter(exception, options.TimeProvider) is { } header)
            {
                return header;
            }
        }

        return null;
    }
}
