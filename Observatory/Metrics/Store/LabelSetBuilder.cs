using System.Text.Unicode;
using Observatory.Metrics.Model;
using Observatory.Metrics.Naming;

namespace Observatory.Metrics.Store;

/// <summary>
/// Collects the attributes of one point and renders them as label text, sorted by name: <c>a="1",b="2"</c>. That text is both the
/// identity of a series and what the exposition writes, so a point of a known series costs no allocation. Reused from point to point; not
/// thread-safe.
/// </summary>
internal sealed class LabelSetBuilder(MetricsOptions options)
{
    private byte[] _text = new byte[1024];
    private byte[] _rendered = new byte[1024];
    private Entry[] _entries = new Entry[16];
    private int[] _order = new int[16];
    private int _used;
    private int _count;
    private string? _refusal;
    private Mark _base;

    /// <summary>Cut what is too long instead of refusing it.</summary>
    public bool CutToFit { get; set; }

    /// <summary>Why the labels cannot be used, or nothing.</summary>
    public string? Refusal => _refusal;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _base = default;
        Rewind();
    }

    /// <summary>Keeps what was added so far (labels of resource and scope) for every point that follows.</summary>
    public void SetBase() => _base = new Mark(_used, _count, _refusal);

    /// <summary>Back to the base.</summary>
    public void Rewind()
    {
        (_used, _count, _refusal) = (_base.Used, _base.Count, _base.Refusal);
    }

    /// <summary>
    /// Adds an attribute under its translated name. A name that the exposition itself needs (<c>job</c>, <c>instance</c>, <c>le</c>,
    /// <c>quantile</c>, <c>otel_scope_…</c>) becomes <c>exported_…</c>, Prometheus' own way out of such a clash.
    /// </summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Add(default, key, value, own: false);

    /// <summary>Adds a label of the exposition's own. <paramref name="prefix"/> goes before the key and is taken as it is.</summary>
    public void AddOwn(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Add(prefix, key, value, own: true);

    /// <summary>The label text without braces, valid until the next call. Empty when there are no labels.</summary>
    public ReadOnlySpan<byte> Render()
    {
        Sort();
        var length = 0;
        for (var i = 0; i < _count; i++)
        {
            var name = Name(i);
            Ensure(ref _rendered, length + name.Length + 4);
            var start = length;
            if (length > 0)
            {
                _rendered[length++] = (byte)',';
            }

            name.CopyTo(_rendered.AsSpan(length));
            length += name.Length;
            _rendered[length++] = (byte)'=';
            _rendered[length++] = (byte)'"';
            // Keys that translate to one name are joined, ordered by key, as the OpenTelemetry compatibility rules say. Of one key given
            // twice the last value counts.
            var valueStart = length;
            for (var first = true; ; i++)
            {
                var joins = i + 1 < _count && Name(i + 1).SequenceEqual(name);
                if (!joins || !Key(i + 1).SequenceEqual(Key(i)))
                {
                    if (!first)
                    {
                        Ensure(ref _rendered, length + 1);
                        _rendered[length++] = (byte)';';
                    }

                    length = Escape(Value(i), length);
                    first = false;
                }

                if (!joins)
                {
                    break;
                }
            }

            if (length == valueStart)
            {
                length = start; // An empty value is the same as no label.
                continue;
            }

            Ensure(ref _rendered, length + 1);
            _rendered[length++] = (byte)'"';
        }

        return _rendered.AsSpan(0, length);
    }

    private void Add(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool own)
    {
        if (_refusal is not null)
        {
            return;
        }

        if (_count >= options.MaxLabels)
        {
            Refuse($"a point has more than {options.MaxLabels} labels");
            return;
        }

        if (key.Length > LabelName.MaxLength)
        {
            Refuse($"a point has a label name longer than {LabelName.MaxLength} bytes");
            return;
        }

        var entry = new Entry { NameStart = _used };
        Ensure(ref _text, _used + prefix.Length + "exported_"u8.Length + (key.Length * 2) + 8);
        prefix.CopyTo(_text.AsSpan(_used));
        _used += prefix.Length;
        var written = LabelName.Write(key, _text.AsSpan(_used));
        if (written == 0)
        {
            _used = entry.NameStart;
            return;
        }

        if (!own && IsReserved(_text.AsSpan(_used, written)))
        {
            _text.AsSpan(_used, written).CopyTo(_text.AsSpan(_used + "exported_"u8.Length));
            "exported_"u8.CopyTo(_text.AsSpan(_used));
            written += "exported_"u8.Length;
        }

        _used += written;
        entry.NameLength = _used - entry.NameStart;
        entry.KeyStart = _used;
        entry.KeyLength = key.Length;
        key.CopyTo(_text.AsSpan(_used));
        _used += key.Length;

        if (!AddValue(value, ref entry))
        {
            Refuse($"the value of label '{Encoding.UTF8.GetString(_text, entry.NameStart, entry.NameLength)}' is longer than {options.MaxLabelValueBytes} bytes");
            return;
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
            Array.Resize(ref _order, _count * 2);
        }

        _entries[_count++] = entry;
    }

    private bool AddValue(ReadOnlySpan<byte> value, ref Entry entry)
    {
        if (value.Length > options.MaxLabelValueBytes)
        {
            if (!CutToFit)
            {
                return false;
            }

            var cut = options.MaxLabelValueBytes;
            while (cut > 0 && (value[cut] & 0xC0) == 0x80)
            {
                cut--;
            }

            value = value[..cut];
        }

        // One invalid byte would make Prometheus reject the whole scrape.
        if (!Utf8.IsValid(value))
        {
            value = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value));
        }

        Ensure(ref _text, _used + value.Length);
        value.CopyTo(_text.AsSpan(_used));
        entry.ValueStart = _used;
        entry.ValueLength = value.Length;
        _used += value.Length;
        return true;
    }

    private void Refuse(string reason)
    {
        if (!CutToFit)
        {
            _refusal = reason;
        }
    }

    private static bool IsReserved(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("job"u8) || name.SequenceEqual("instance"u8) || name.SequenceEqual("le"u8) ||
        name.SequenceEqual("quantile"u8) || name.StartsWith("otel_scope_"u8);

    private int Escape(ReadOnlySpan<byte> value, int length)
    {
        Ensure(ref _rendered, length + (value.Length * 3) + 1);
        foreach (var character in value)
        {
            switch (character)
            {
                case (byte)'\n':
                    _rendered[length++] = (byte)'\\';
                    _rendered[length++] = (byte)'n';
                    break;
                case (byte)'"' or (byte)'\\':
                    _rendered[length++] = (byte)'\\';
                    _rendered[length++] = character;
                    break;
                case 0:
                    "\uFFFD"u8.CopyTo(_rendered.AsSpan(length)); // Prometheus' lexer takes NUL for the end of the text.
                    length += 3;
                    break;
                default:
                    _rendered[length++] = character;
                    break;
            }
        }

        return length;
    }

    // Insertion sort: a handful of labels, mostly in order already.
    private void Sort()
    {
        for (var i = 0; i < _count; i++)
        {
            _order[i] = i;
        }

        for (var i = 1; i < _count; i++)
        {
            for (var j = i; j > 0 && Compare(j - 1, j) > 0; j--)
            {
                (_order[j - 1], _order[j]) = (_order[j], _order[j - 1]);
            }
        }
    }

    private int Compare(int left, int right)
    {
        var byName = Name(left).SequenceCompareTo(Name(right));
        return byName != 0 ? byName : Key(left).SequenceCompareTo(Key(right));
    }

    private ReadOnlySpan<byte> Name(int index) => _text.AsSpan(_entries[_order[index]].NameStart, _entries[_order[index]].NameLength);

    private ReadOnlySpan<byte> Key(int index) => _text.AsSpan(_entries[_order[index]].KeyStart, _entries[_order[index]].KeyLength);

    private ReadOnlySpan<byte> Value(int index) => _text.AsSpan(_entries[_order[index]].ValueStart, _entries[_order[index]].ValueLength);

    private static void Ensure(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Array.Resize(ref buffer, Math.Max(length, buffer.Length * 2));
        }
    }

    private readonly record struct Mark(int Used, int Count, string? Refusal);

    private struct Entry
    {
        public int NameStart;
        public int NameLength;
        public int KeyStart;
        public int KeyLength;
        public int ValueStart;
        public int ValueLength;
    }
}
