using System.Globalization;

namespace Tta.ServiceDefaults.Spool;

/// <summary>
/// At which level traces are shed now, in this service and in those that it talks to. Who has no room says its level to whom it calls and who
/// calls it, with how long ago that was so; who hears it does as much and says it on. So all shed the same traces, and a trace that is kept is
/// whole. What nobody says any more for <see cref="Holds"/> ends, everywhere at about the same time. Safe from any thread.
/// </summary>
internal sealed class TraceShedding(TimeProvider time)
{
    /// <summary>The header: the level, and how many milliseconds ago somebody had to shed at it.</summary>
    public const string Header = "tta-trace-shedding";

    /// <summary>How long a level holds after it was last needed.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private int _level;
    private long _needed;

    /// <summary>The level of <see cref="TraceShare"/>; 0 when nothing needs to be shed.</summary>
    public int Level
    {
        get
        {
            // Without the lock while nothing is shed, which is nearly always.
            if (Volatile.Read(ref _level) == 0)
            {
                return 0;
            }

            lock (_gate)
            {
                return Now().Level;
            }
        }
    }

    /// <summary>This service needs to shed at a level.</summary>
    public void Need(int level) => Take(level, TimeSpan.Zero);

    /// <summary>What the header says to others; null when nothing is shed.</summary>
    public string? Say()
    {
        if (Level == 0)
        {
            return null;
        }

        lock (_gate)
        {
            var (level, age) = Now();
            return level == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{level};{(long)age.TotalMilliseconds}");
        }
    }

    /// <summary>Takes what another service says; what is nothing of the kind is passed over.</summary>
    public void Hear(string? said)
    {
        if (said?.Split(';') is [var level, var age]
            && int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= TraceShare.MaxLevel
            && int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            Take(number, TimeSpan.FromMilliseconds(milliseconds));
        }
    }

    private void Take(int level, TimeSpan age)
    {
        lock (_gate)
        {
            var now = Now();
            if (age < Holds && (level > now.Level || (level == now.Level && age < now.Age)))
            {
                Volatile.Write(ref _level, level);
                _needed = time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency);
            }
        }
    }

    private (int Level, TimeSpan Age) Now()
    {
        var age = _level == 0 ? TimeSpan.Zero : time.GetElapsedTime(_needed);
        if (age >= Holds)
        {
            Volatile.Write(ref _level, 0);
        }

        return (_level, age);
    }
}
