namespace Tta.Primitives;

/// <summary>A way of doing, and how it has done. Guarded by its learner's lock.</summary>
internal sealed class Strategy<TSettings>(string name, string description, TSettings settings)
{
    // Older outcomes fade, or a dependency that changes would be judged by what it once was.
    private const double Memory = 100;
    private const int Window = 10;

    private readonly Queue<bool> _recentFailures = new(Window);
    private double _good;
    private double _failed;
    private double _seconds;

    public string Name { get; } = name;

    public string Description { get; } = description;

    public TSettings Settings { get; } = settings;

    public StrategyState State { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>How often its rest has been doubled.</summary>
    public int Doublings { get; set; }

    /// <summary>While rejected: after how many executions of the baseline in all it may be tried anew.</summary>
    public long RestsUntil { get; set; }

    public double Executions { get; private set; }

    public double SuccessRate => Executions == 0 ? 0 : _good / Executions;

    public double FailureRate => Executions == 0 ? 0 : _failed / Executions;

    /// <summary>Time spent for each success: failing fast is not being fast.</summary>
    public double SecondsPerSuccess => _good == 0 ? double.PositiveInfinity : _seconds / _good;

    /// <summary>The failure rate of the last ten executions, or 0 before there were so many.</summary>
    public double RecentFailureRate => _recentFailures.Count < Window ? 0 : _recentFailures.Count(failed => failed) / (double)Window;

    public void Record(bool good, bool failed, double seconds)
    {
        if (Executions >= Memory)
        {
            double keep = (Memory - 1) / Memory;
            Executions *= keep;
            _good *= keep;
            _failed *= keep;
            _seconds *= keep;
        }

        Executions++;
        _good += good ? 1 : 0;
        _failed += failed ? 1 : 0;
        _seconds += seconds;
        if (_recentFailures.Count == Window)
        {
            _recentFailures.Dequeue();
        }

        _recentFailures.Enqueue(failed);
    }

    /// <summary>Starts counting anew.</summary>
    public void Restart()
    {
        Executions = _good = _failed = _seconds = 0;
        _recentFailures.Clear();
    }

    public void ForgetRecent() => _recentFailures.Clear();

    public StrategySummary Summary() => new(Name, Description, State, Executions, SuccessRate, SecondsPerSuccess, Reason);
}
