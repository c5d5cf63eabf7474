using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>Who calls whom.</summary>
internal sealed partial class TraceStore
{
    /// <summary>
    /// Calls <paramref name="visit"/> for each span of a block of a snapshot that starts within a time and has no parent of its own
    /// service. Holds the lock for one block at most.
    /// </summary>
    public void VisitCalls(StoredBlock block, int count, ulong fromNanos, ulong toNanos, CallVisitor visit)
    {
        var elsewhere = new List<(string Service, SpanEntry Entry)>();
        if (block is PartBlock sealedBlock)
        {
            VisitSealed(sealedBlock, fromNanos, toNanos, visit, elsewhere);
        }
        else
        {
            VisitOpen((SpanBlock)block, count, fromNanos, toNanos, visit, elsewhere);
        }

        foreach (var (service, entry) in elsewhere)
        {
            var parent = ServiceOf(entry.TraceId, entry.ParentId);
            if (parent != service)
            {
                visit(parent, service, entry);
            }
        }
    }

    private void VisitOpen(
        SpanBlock block, int count, ulong fromNanos, ulong toNanos, CallVisitor visit, List<(string Service, SpanEntry Entry)> elsewhere)
    {
        lock (_lock)
        {
            // Once the block is gone, its numbers of operations may mean others.
            if (!_contents.Open.Any(o => o.File == block.Segment))
            {
                return;
            }

            for (var i = 0; i < count; i++)
            {
                ref var entry = ref block.Entries[i];
                if (entry.StartNanos < fromNanos || entry.StartNanos > toNanos)
                {
                    continue;
                }

                var parent = entry.ParentId == 0 ? -1 : _contents.OperationOfOpen(entry.TraceId, entry.ParentId);
                if (parent < 0 && entry.ParentId != 0 && _contents.Parts.Count > 0)
                {
                    elsewhere.Add((_contents.Operations.ServiceOf(entry.Operation), entry));
                }
                else if (parent < 0 || !_contents.Operations.IsSameService(parent, entry.Operation))
                {
                    visit(parent < 0 ? null : _contents.Operations.ServiceOf(parent), _contents.Operations.ServiceOf(entry.Operation), entry);
                }
            }
        }
    }

    private static void VisitSealed(
        PartBlock block, ulong fromNanos, ulong toNanos, CallVisitor visit, List<(string Service, SpanEntry Entry)> elsewhere)
    {
        if (block.Decode() is not { } decoded)
        {
            return;
        }

        var services = Array.ConvertAll(decoded.Operations, o => Encoding.UTF8.GetString(o.Service));
        var rows = new Dictionary<ulong, int>();
        foreach (var (_, first, spans) in decoded.Traces)
        {
            rows.Clear();
            for (var i = first; i < first + spans; i++)
            {
                rows.TryAdd(decoded.Entries[i].SpanId, i);
            }

            for (var i = first; i < first + spans; i++)
            {
                ref readonly var entry = ref decoded.Entries[i];
                if (entry.StartNanos < fromNanos || entry.StartNanos > toNanos)
                {
                    continue;
                }

                var service = services[decoded.OperationOf(i)];
                if (entry.ParentId == 0)
                {
                    visit(null, service, entry);
                }
                else if (!rows.TryGetValue(entry.ParentId, out var row))
                {
                    elsewhere.Add((service, entry));
                }
                else if (services[decoded.OperationOf(row)] is var parent && parent != service)
                {
                    visit(parent, service, entry);
                }
            }
        }
    }

    /// <summary>The service of a span, wherever it is; null when it is not stored.</summary>
    private string? ServiceOf(UInt128 trace, ulong span)
    {
        TraceEntries found;
        lock (_lock)
        {
            if (_contents.OperationOfOpen(trace, span) is >= 0 and var operation)
            {
                return _contents.Operations.ServiceOf(operation);
            }

            found = new(trace, _contents);
        }

        using (found)
        {
            foreach (var (_, _, block, first, spans) in found.Blocks())
            {
                var row = Array.FindIndex(block.Entries, first, spans, e => e.SpanId == span);
                if (row >= 0)
                {
                    return Encoding.UTF8.GetString(block.Operations[block.OperationOf(row)].Service);
                }
            }
        }

        return null;
    }
}

/// <summary>Told about a span with which a service is entered.</summary>
/// <param name="parent">The service that called; null for a root or when the parent is not stored.</param>
/// <param name="service">The service.</param>
/// <param name="entry">The span.</param>
internal delegate void CallVisitor(string? parent, string service, in SpanEntry entry);
