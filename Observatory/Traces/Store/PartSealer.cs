using System.Runtime.InteropServices;
using Observatory.Otlp;
using Observatory.Storage;
using Observatory.Traces.Columns;
using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>Makes parts of segments, and one part of several. Not thread-safe.</summary>
internal sealed class PartSealer : IDisposable
{
    private readonly SpanBlockEncoder _encoder = new();
    private byte[] _bytes = [];

    /// <summary>Makes a part of a segment that is no longer written to.</summary>
    /// <returns>Null when there are no spans in the segment.</returns>
    /// <exception cref="IOException">The part could not be written.</exception>
    public SealedPart? Seal(OpenSegment segment, string directory, Disk disk, BlockCache cache)
    {
        var file = segment.File;
        if (segment.Index.Spans == 0)
        {
            return null;
        }

        if (_bytes.Length < file.Length)
        {
            _bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
        }

        if (!file.TryRead(0, _bytes.AsSpan(0, (int)file.Length)))
        {
            throw new IOException($"the segment {file.Path} is shorter than it was");
        }

        using (var writer = new PartWriter(directory, file.Id, disk))
        {
            Write(writer, segment, _bytes);
            writer.Complete(file.Id, file.FirstArrival, file.LastArrival);
        }

        return SealedPart.Open(directory, file.Id, disk, cache);
    }

    /// <summary>Makes one part of several that follow one another. Blocks that are damaged stay out.</summary>
    /// <exception cref="IOException">The part could not be written.</exception>
    public static SealedPart Merge(IReadOnlyList<SealedPart> parts, string directory, Disk disk, BlockCache cache)
    {
        var (first, last) = (parts[0].Directory, parts[^1].Directory);
        using (var writer = new PartWriter(directory, first.FirstId, disk))
        {
            foreach (var part in parts)
            {
                for (var i = 0; i < part.Blocks.Count; i++)
                {
                    if (part.TryReadRaw(i, out var block, out var payload, out var filter))
                    {
                        writer.Add(block, part.Directory.Blocks[i], payload, filter, part.Directory.LastArrival);
                    }
                }
            }

            writer.Complete(last.LastId, parts.Min(p => p.Directory.FirstArrival), parts.Max(p => p.Directory.LastArrival));
        }

        return SealedPart.Open(directory, first.FirstId, disk, cache);
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    private void Write(PartWriter writer, OpenSegment segment, byte[] bytes)
    {
        var processes = new (ProcessBytes Bytes, byte[] Service)?[segment.File.Processes.Count];
        var rows = new List<SpanEntry>();
        var messageBytes = 0L;
        foreach (var trace in ByTrace(segment.Index))
        {
            foreach (var entry in trace)
            {
                if (messageBytes >= 2 * SpanBlockEncoder.MaxMessageBytes || rows.Count >= 2 * SpanBlockEncoder.Rows)
                {
                    Flush();
                }

                rows.Add(entry);
                messageBytes += entry.Length;
            }

            if (messageBytes >= SpanBlockEncoder.MaxMessageBytes || rows.Count >= SpanBlockEncoder.Rows)
            {
                Flush();
            }
        }

        Flush();

        void Flush()
        {
            if (rows.Count > 0)
            {
                Encode(segment, bytes, processes, CollectionsMarshal.AsSpan(rows), keepWhole: false);
                if (!IsSame(bytes, CollectionsMarshal.AsSpan(rows)))
                {
                    Encode(segment, bytes, processes, CollectionsMarshal.AsSpan(rows), keepWhole: true);
                }

                writer.Add(_encoder, segment.File.LastArrival);
                rows.Clear();
                messageBytes = 0;
            }
        }
    }

    private void Encode(OpenSegment segment, byte[] bytes, (ProcessBytes Bytes, byte[] Service)?[] processes, Span<SpanEntry> rows, bool keepWhole)
    {
        _encoder.Begin();
        foreach (ref readonly var entry in rows)
        {
            var (process, service) = processes[entry.Process] ??= Process(segment.File.Processes[entry.Process], bytes);
            _encoder.Add(entry, bytes.AsSpan((int)entry.Offset, entry.Length), process, service, keepWhole);
        }

        _encoder.End();
    }

    /// <summary>Whether what was encoded is read back as it came: before the segment goes, nothing is left to trust.</summary>
    private bool IsSame(byte[] bytes, Span<SpanEntry> rows)
    {
        var block = SealedBlock.Read(_encoder.Payload);
        if (block.Entries.Length != rows.Length)
        {
            return false;
        }

        var (messages, ends) = block.Messages.Build([.. Enumerable.Range(0, rows.Length)]);
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var was = ref rows[i];
            ref readonly var read = ref block.Entries[i];
            var message = messages.AsSpan((i == 0 ? 0 : ends[i - 1])..ends[i]);
            if (!message.SequenceEqual(bytes.AsSpan((int)was.Offset, was.Length)) || was.StartNanos != read.StartNanos
                || was.DurationNanos != read.DurationNanos || was.ParentId != read.ParentId || was.Kind != read.Kind || was.Status != read.Status)
            {
                return false;
            }
        }

        return true;
    }

    private static (ProcessBytes Bytes, byte[] Service) Process(ProcessReference reference, byte[] bytes)
    {
        var all = bytes.AsMemory((int)reference.Offset, reference.ResourceLength + reference.ScopeLength);
        var (resource, scope) = (all[..reference.ResourceLength].ToArray(), all[reference.ResourceLength..].ToArray());
        var service = ProcessTable.MissingService;
        foreach (var keyValue in new RepeatedField(resource, 1))
        {
            var attribute = OtlpAttribute.Read(keyValue);
            if (attribute.Value.Kind == OtlpValueKind.String && attribute.Key.SequenceEqual("service.name"u8))
            {
                service = attribute.Value.Bytes;
            }
        }

        return (new(resource, scope), (service.IsEmpty ? ProcessTable.MissingService : service).ToArray());
    }

    /// <summary>The spans by trace, the trace first that came first; those of a trace by start.</summary>
    private static IEnumerable<SpanEntry[]> ByTrace(SpanIndex index)
    {
        foreach (var block in index.Blocks)
        {
            for (var i = 0; i < block.Count; i++)
            {
                // A trace comes when its first span does.
                if (block.Entries[i].IsFirst)
                {
                    var spans = index.Trace(block.Entries[i].TraceId).Select(t => t.Entry).ToArray();
                    Array.Sort(spans, static (a, b) => a.StartNanos.CompareTo(b.StartNanos) is var order and not 0 ? order : a.Offset.CompareTo(b.Offset));
                    yield return spans;
                }
            }
        }
    }
}
