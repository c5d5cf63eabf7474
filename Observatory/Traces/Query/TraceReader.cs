using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Observatory.Traces.Query;

/// <summary>Reads whole traces from the store.</summary>
internal sealed class TraceReader(TraceStore store, StoreLimits limits)
{
    // Spans of a trace are often neighbours; what lies between is read along when it is less than this.
    private const int MaxGap = 8 * 1024;
    private const int MaxRun = 1024 * 1024;

    /// <summary>The order of a trace's spans: by start; parents before children of the same start.</summary>
    public static Comparer<StoredSpan> Order { get; } = Comparer<StoredSpan>.Create(Compare);

    /// <summary>Reads a trace.</summary>
    /// <returns>Null when nothing of it is stored.</returns>
    public StoredTrace? Read(UInt128 id, CancellationToken cancellation = default)
    {
        using var entries = store.Trace(id);

        entries.Items.Sort(static (a, b) => a.Segment.Id.CompareTo(b.Segment.Id) is var order and not 0 ? order : a.Entry.Offset.CompareTo(b.Entry.Offset));
        var processes = new Dictionary<(Segment, int), StoredProcess>();
        var spans = new List<StoredSpan>(entries.Items.Count);
        for (var first = 0; first < entries.Items.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            first = ReadRun(entries.Items, first, processes, spans);
        }

        ReadSealed(entries, spans, cancellation);
        if (spans.Count == 0)
        {
            return null;
        }

        spans.Sort(Order);
        return new(id, spans, spans.Count >= limits.SpansPerTrace);
    }

    private static void ReadSealed(TraceEntries entries, List<StoredSpan> spans, CancellationToken cancellation)
    {
        foreach (var (part, index, block, row, count) in entries.Blocks())
        {
            cancellation.ThrowIfCancellationRequested();
            int[] rows = [.. Enumerable.Range(row, count)];
            if (part.Messages(index, block, rows) is not var (bytes, ends))
            {
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                ref readonly var entry = ref block.Entries[row + i];
                var start = i == 0 ? 0 : ends[i - 1];
                spans.Add(new(entry, bytes.AsMemory(start, ends[i] - start), block.Processes[entry.Process]));
            }
        }
    }

    private static int ReadRun(
        List<(SpanEntry Entry, Segment Segment)> items, int first, Dictionary<(Segment, int), StoredProcess> processes, List<StoredSpan> spans)
    {
        var segment = items[first].Segment;
        var start = items[first].Entry.Offset;
        var end = start + items[first].Entry.Length;
        var next = first + 1;
        while (next < items.Count && items[next].Segment == segment && items[next].Entry.Offset - end < MaxGap && end - start < MaxRun)
        {
            end = items[next].Entry.Offset + items[next].Entry.Length;
            next++;
        }

        var bytes = new byte[end - start];
        if (!segment.TryRead(start, bytes))
        {
            throw new IOException($"the segment {segment.Path} is shorter than it was");
        }

        foreach (var (entry, _) in items[first..next])
        {
            if (!processes.TryGetValue((segment, entry.Process), out var process))
            {
                processes.Add((segment, entry.Process), process = segment.ReadProcess(entry.Process));
            }

            spans.Add(new(entry, bytes.AsMemory((int)(entry.Offset - start), entry.Length), process));
        }

        return next;
    }

    private static int Compare(StoredSpan a, StoredSpan b)
    {
        var order = a.Entry.StartNanos.CompareTo(b.Entry.StartNanos);
        if (order == 0)
        {
            order = b.Entry.DurationNanos.CompareTo(a.Entry.DurationNanos);
        }

        return order != 0 ? order : a.Entry.SpanId.CompareTo(b.Entry.SpanId);
    }
}
