using Observatory.Logs.Model;
using Observatory.Storage;

namespace Observatory.Logs.Store;

/// <summary>How many records there are over time, by level, and which services they are of.</summary>
internal sealed class LogVolume(ulong fromUnixNano, ulong toUnixNano, int slots)
{
    /// <summary>Levels told apart: the six names, and unspecified as the first.</summary>
    public const int Levels = 7;

    private const int MaxServices = 200;

    private readonly int[] _counts = new int[slots * Levels];
    private readonly Dictionary<byte[], int> _services = new(Utf8Comparer.Instance);
    private readonly ulong _slotNanos = Math.Max(1, (toUnixNano - fromUnixNano) / (ulong)slots);

    /// <summary>Where the first slot begins, in nanoseconds since 1970.</summary>
    public ulong FromUnixNano => fromUnixNano;

    /// <summary>How long a slot is.</summary>
    public ulong SlotNanos => _slotNanos;

    /// <summary>How many slots there are.</summary>
    public int Slots => slots;

    /// <summary>Records counted.</summary>
    public int Total { get; private set; }

    /// <summary>The services seen, by name.</summary>
    public IReadOnlyList<string> Services => [.. _services.Keys.Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal)];

    /// <summary>The records of a slot with a level: 0 is unspecified, then from Trace to Fatal.</summary>
    public int Count(int slot, int level) => _counts[(slot * Levels) + level];

    /// <summary>The records of a slot.</summary>
    public int Count(int slot)
    {
        var sum = 0;
        for (var level = 0; level < Levels; level++)
        {
            sum += Count(slot, level);
        }

        return sum;
    }

    /// <summary>The level of a severity number.</summary>
    public static int LevelOf(int severity) => severity is > 0 and <= LogLevels.Max ? ((severity - 1) / 4) + 1 : 0;

    /// <summary>Counts a record.</summary>
    public void Add(ReadOnlySpan<byte> record)
    {
        Total++;
        var time = LogLayout.ReadUInt64(record, LogLayout.Time);
        var slot = time <= fromUnixNano ? 0 : Math.Min(slots - 1, (int)Math.Min((time - fromUnixNano) / _slotNanos, int.MaxValue));
        _counts[(slot * Levels) + LevelOf(record[LogLayout.Severity])]++;
    }

    /// <summary>Notes a record's service.</summary>
    public void AddService(ReadOnlySpan<byte> record)
    {
        var service = new LogFieldReader(record[LogLayout.Fields..]).Next();
        var known = _services.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (_services.Count < MaxServices && !known.ContainsKey(service))
        {
            known[service] = 0;
        }
    }
}
