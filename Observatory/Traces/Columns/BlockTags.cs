using Observatory.Otlp;
using Observatory.Storage;
using Observatory.Traces.Model;

namespace Observatory.Traces.Columns;

/// <summary>The hashes of what is asked of blocks: the tags that are in one, and its spans.</summary>
internal sealed class BlockTags
{
    private readonly HashSet<ulong> _hashes = [];
    private readonly List<ulong> _scratch = [];

    /// <summary>Different hashes.</summary>
    public IReadOnlyCollection<ulong> Hashes => _hashes;

    /// <summary>The hash of a span: whether it came before is asked by its ids and its start.</summary>
    public static ulong OfSpan(UInt128 trace, ulong span, ulong startNanos) => TagHash.OfNumber(startNanos, Hash64.Keyed(TagHash.Key, trace, span));

    /// <summary>Forgets all.</summary>
    public void Clear() => _hashes.Clear();

    /// <summary>Adds a span with the tags that follow from it.</summary>
    public void AddSpan(in SpanEntry entry)
    {
        _hashes.Add(OfSpan(entry.TraceId, entry.SpanId, entry.StartNanos));
        _scratch.Clear();
        TagHashes.AddDerived(entry.Kind, entry.Status, _scratch);
        AddScratch();
    }

    /// <summary>Adds the tags of a resource and a scope.</summary>
    public void AddProcess(in ProcessBytes process)
    {
        _scratch.Clear();
        TagHashes.AddResource(process.Resource.Span, _scratch);
        TagHashes.AddScope(process.Scope.Span, _scratch);
        AddScratch();
    }

    /// <summary>Adds every tag of a message.</summary>
    public void AddMessage(ReadOnlySpan<byte> message)
    {
        _scratch.Clear();
        TagHashes.AddSpan(message, _scratch);
        AddScratch();
    }

    /// <summary>Adds a number of a column, if it is a tag's.</summary>
    public void AddNumber(ColumnWriter column, ulong number)
    {
        if (column.Name is { ValueTag: not 0, Message: not MessageKind.Link } name)
        {
            var isBool = name.ValueTag == 2 << 3;
            _hashes.Add(TagHash.Of(column.KeyHash, isBool ? OtlpValueKind.Bool : OtlpValueKind.Int, isBool && number != 0 ? 1 : number));
        }
    }

    /// <summary>Adds a text or the bytes of a column, if they are a tag's.</summary>
    public void AddText(ColumnWriter column, ReadOnlySpan<byte> bytes)
    {
        var name = column.Name;
        if (name is { Message: MessageKind.Event, Tag: SpanTags.EventName, ValueTag: 0 })
        {
            _hashes.Add(TagHash.Of("event"u8, bytes));
        }
        else if (name is { ValueTag: not 0, Message: not MessageKind.Link })
        {
            _hashes.Add(name.ValueTag switch
            {
                (1 << 3) | 2 => Hash64.Keyed(TagHash.Key, bytes, column.KeyHash),
                (4 << 3) | 1 => TagHash.Of(column.KeyHash, OtlpValueKind.Double, BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
                _ => TagHash.OfOther(column.KeyHash),
            });
        }
    }

    private void AddScratch()
    {
        foreach (var hash in _scratch)
        {
            _hashes.Add(hash);
        }
    }
}
