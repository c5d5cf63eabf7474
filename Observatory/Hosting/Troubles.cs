using Observatory.SelfMonitoring;

namespace Observatory.Hosting;

/// <summary>
/// What keeps Observatory from taking telemetry now. Each trouble is logged when it begins and when it ends, makes <c>/health</c> answer
/// 503, is shown on the home page, and is the metric <c>observatory_trouble</c>. Thread-safe.
/// </summary>
internal sealed partial class Troubles
{
    /// <summary>What can be in trouble.</summary>
    public static readonly string[] Subjects = ["traces", "logs", "memory", "listeners"];

    private static readonly TimeSpan ReportHolds = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Trouble> _now = [];
    private readonly TimeProvider _time;
    private readonly ILogger<Troubles> _logger;

    /// <summary>Registers the metric.</summary>
    public Troubles(SelfMetrics metrics, TimeProvider time, ILogger<Troubles> logger)
    {
        (_time, _logger) = (time, logger);
        foreach (var subject in Subjects)
        {
            metrics.Gauge(
                "observatory_trouble", "1 while this keeps Observatory from taking telemetry, 0 otherwise.", () => IsIn(subject) ? 1 : 0, ("subject", subject));
        }
    }

    /// <summary>All troubles of this moment, by subject.</summary>
    public IReadOnlyList<Trouble> Now
    {
        get
        {
            lock (_lock)
            {
                EndReported();
                return [.. _now.Values.OrderBy(t => t.Subject, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Says that something is in trouble, until <see cref="End"/>. Saying it again changes nothing but the reason.</summary>
    /// <param name="subject">One of <see cref="Subjects"/>.</param>
    /// <param name="why">For the operator; no telemetry's content.</param>
    public void Begin(string subject, string why) => Set(subject, why, reported: null);

    /// <summary>Says that something was in trouble just now; it counts for 15 s from the last time it is said.</summary>
    /// <param name="subject">One of <see cref="Subjects"/>.</param>
    /// <param name="why">For the operator; no telemetry's content.</param>
    public void Report(string subject, string why) => Set(subject, why, _time.GetTimestamp());

    /// <summary>Ends a trouble; nothing when there is none.</summary>
    public void End(string subject)
    {
        lock (_lock)
        {
            if (_now.Remove(subject))
            {
                LogEnded(subject);
            }
        }
    }

    private void Set(string subject, string why, long? reported)
    {
        lock (_lock)
        {
            if (!_now.TryGetValue(subject, out var trouble))
            {
                LogBegan(subject, why);
                trouble = new(subject, why, _time.GetUtcNow(), null);
            }

            _now[subject] = trouble with { Why = why, Reported = reported };
        }
    }

    private bool IsIn(string subject)
    {
        lock (_lock)
        {
            EndReported();
            return _now.ContainsKey(subject);
        }
    }

    private void EndReported()
    {
        foreach (var trouble in _now.Values.Where(t => t.Reported is { } at && _time.GetElapsedTime(at) > ReportHolds).ToList())
        {
            End(trouble.Subject);
        }
    }

    [LoggerMessage(LogLevel.Error, "Telemetry is refused ({Subject}): {Why}")]
    private partial void LogBegan(string subject, string why);

    [LoggerMessage(LogLevel.Information, "Telemetry is taken again ({Subject})")]
    private partial void LogEnded(string subject);
}

/// <summary>Something that keeps Observatory from taking telemetry.</summary>
/// <param name="Subject">One of <see cref="Troubles.Subjects"/>.</param>
/// <param name="Why">The reason.</param>
/// <param name="Since">Since when, by the wall clock: to be shown.</param>
/// <param name="Reported">When it was last reported, by the monotonic clock; null when it lasts until it is ended.</param>
internal sealed record Trouble(string Subject, string Why, DateTimeOffset Since, long? Reported);
