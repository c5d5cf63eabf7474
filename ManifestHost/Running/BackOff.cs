namespace ManifestHost.Running;

/// <summary>How long to wait before a crashed process is started again: at once at first, then longer and longer, up to a limit.</summary>
internal sealed class BackOff
{
    private const int MaxDoublings = 16;

    private readonly TimeProvider _time;
    private int _failures;
    private long? _healthySince;

    public BackOff(TimeProvider time) => _time = time;

    /// <summary>The wait after the first crash. Short: most crashes are one-offs, and others wait for the data.</summary>
    public static TimeSpan First { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a process must have been healthy for its past to be forgotten.</summary>
    public static TimeSpan Forgiveness { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Notes that the process is healthy now.</summary>
    public void Healthy() => _healthySince ??= _time.GetTimestamp();

    /// <summary>Notes a crash.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan Crashed()
    {
        if (_healthySince is { } since && _time.GetElapsedTime(since) >= Forgiveness)
        {
            _failures = 0;
        }

        _healthySince = null;
        var delay = First * (1L << Math.Min(_failures, MaxDoublings));
        _failures++;
        return delay < Longest ? delay : Longest;
    }
}
