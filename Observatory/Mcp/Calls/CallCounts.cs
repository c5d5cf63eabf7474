using System.Collections.Concurrent;

namespace Observatory.Mcp.Calls;

/// <summary>How a call of a tool ended.</summary>
internal enum CallStatus
{
    /// <summary>It was answered.</summary>
    Ok,

    /// <summary>It could not be answered as it was asked, or at all.</summary>
    Error,

    /// <summary>The caller left before.</summary>
    Cancelled,
}

/// <summary>Counts calls of tools. Thread-safe.</summary>
internal sealed class CallCounts
{
    private readonly ConcurrentDictionary<(string Tool, CallStatus Status), long> _calls = new();
    private readonly ConcurrentDictionary<string, long> _ticks = new(StringComparer.Ordinal);

    /// <summary>Counts a call.</summary>
    public void Add(string tool, CallStatus status, TimeSpan took)
    {
        _calls.AddOrUpdate((tool, status), 1, static (_, count) => count + 1);
        _ticks.AddOrUpdate(tool, static (_, ticks) => ticks, static (_, sum, ticks) => sum + ticks, took.Ticks);
    }

    /// <summary>Calls of a tool that ended so.</summary>
    public long CallsOf(string tool, CallStatus status) => _calls.GetValueOrDefault((tool, status));

    /// <summary>Seconds that the calls of a tool took.</summary>
    public double SecondsOf(string tool) => TimeSpan.FromTicks(_ticks.GetValueOrDefault(tool)).TotalSeconds;
}
