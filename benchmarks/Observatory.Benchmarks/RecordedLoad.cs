using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Observatory.Benchmarks;

/// <summary>
/// Trace requests recorded from services, grown without repetition: each copy has other trace and span ids, other ids in attributes, other
/// starts and durations. A recording is a sequence of records, little-endian: seconds since its start (double), length of the path
/// (uint16), length of the body (uint32), the path (<c>/v1/traces</c>), the body (protobuf).
/// </summary>
internal sealed class RecordedLoad
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef-"u8);

    private readonly List<(byte[] Body, List<Place> Places, int Spans)> _requests = [];
    private readonly ulong _end = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
    private readonly ulong _last;

    /// <summary>Reads a recording.</summary>
    public RecordedLoad(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length;)
        {
            var (pathLength, length) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 8)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 10)));
            var name = Encoding.ASCII.GetString(bytes, at + 14, pathLength);
            at += 14 + pathLength + length;
            if (name == "/v1/traces")
            {
                var body = bytes[(at - length)..at];
                var places = new List<Place>();
                FindPlaces(body, 0, body.Length, [1, 2, 2], 0, places);
                _requests.Add((body, places, places.Count(p => p.Kind == PlaceKind.Start)));
                _last = Math.Max(_last, places.Where(p => p.Kind == PlaceKind.Start).Max(p => BinaryPrimitives.ReadUInt64LittleEndian(body.AsSpan(p.Offset))));
            }
        }
    }

    private enum PlaceKind
    {
        Id,
        Start,
        End,
        Time,
        Hex,
    }

    /// <summary>Requests of one copy.</summary>
    public int Requests => _requests.Count;

    /// <summary>Spans of one copy.</summary>
    public int Spans => _requests.Sum(r => r.Spans);

    /// <summary>Makes a request of a copy.</summary>
    /// <param name="number">Its number, which says of which copy it is.</param>
    /// <param name="copies">How many copies there are in all: the last one ends now.</param>
    /// <param name="spread">The time between copies.</param>
    /// <param name="body">Where it is written.</param>
    /// <returns>Its bytes, and how many spans it has.</returns>
    public (int Length, int Spans) Write(long number, long copies, TimeSpan spread, byte[] body)
    {
        var copy = number / Requests;
        var (template, places, spans) = _requests[(int)(number % Requests)];
        template.CopyTo(body, 0);
        var shift = _end - _last - ((ulong)(copies - 1 - copy) * (ulong)spread.Ticks * 100);
        var (start, was) = (0UL, 0UL);
        foreach (var (kind, offset, length) in places)
        {
            var place = body.AsSpan(offset, length);
            switch (kind)
            {
                case PlaceKind.Id:
                    Rewrite(place, copy);
                    break;
                case PlaceKind.Start:
                    was = BinaryPrimitives.ReadUInt64LittleEndian(place);
                    start = unchecked(was + shift + (Mix(was ^ (ulong)copy) % 1_000_000));
                    BinaryPrimitives.WriteUInt64LittleEndian(place, start);
                    break;
                case PlaceKind.End:
                    // From half to one and a half times as long.
                    var took = BinaryPrimitives.ReadUInt64LittleEndian(place) - was;
                    BinaryPrimitives.WriteUInt64LittleEndian(place, start + (took / 2) + (Mix(took + (ulong)copy + was) % (took + 1)));
                    break;
                case PlaceKind.Time:
                    BinaryPrimitives.WriteUInt64LittleEndian(place, unchecked(start + (BinaryPrimitives.ReadUInt64LittleEndian(place) - was)));
                    break;
                default:
                    RewriteHex(place, copy);
                    break;
            }
        }

        return (template.Length, spans);
    }

    /// <summary>The id of the first trace of a request.</summary>
    public static string TraceIdOf(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf([(byte)0x0A, (byte)0x10]);
        return Convert.ToHexStringLower(body.Slice(at + 2, 16));
    }

    private static void Rewrite(Span<byte> id, long copy)
    {
        for (var i = 0; i < id.Length; i += 8)
        {
            var value = BinaryPrimitives.ReadUInt64BigEndian(id[i..]);
            BinaryPrimitives.WriteUInt64BigEndian(id[i..], value == 0 ? 0 : Mix(value + ((ulong)copy * 0x9E3779B97F4A7C15)) | 1);
        }
    }

    private static void RewriteHex(Span<byte> text, long copy)
    {
        var seed = (ulong)copy;
        foreach (var b in text)
        {
            seed = Mix(seed ^ b);
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '-')
            {
                text[i] = (byte)"0123456789abcdef"[(int)(seed >> 60)];
                seed = Mix(seed);
            }
        }
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    /// <summary>Goes down resources and scopes to the spans, and notes what of them is to change.</summary>
    private static void FindPlaces(byte[] body, int from, int to, int[] path, int depth, List<Place> places)
    {
        foreach (var (field, offset, length) in Fields(body, from, to))
        {
            if (depth < path.Length)
            {
                if (field == path[depth] && length >= 0)
                {
                    FindPlaces(body, offset, offset + length, path, depth + 1, places);
                }

                continue;
            }

            switch (field)
            {
                case 1 or 2 or 4 when length > 0:
                    places.Add(new(PlaceKind.Id, offset, length));
                    break;
                case 7:
                    places.Add(new(PlaceKind.Start, offset, 8));
                    break;
                case 8:
                    places.Add(new(PlaceKind.End, offset, 8));
                    break;
                case 9:
                    FindHex(body, offset, length, places);
                    break;
                case 11:
                    FindInEvent(body, offset, length, places);
                    break;
                case 13:
                    places.AddRange(Fields(body, offset, offset + length).Where(f => f.Field is 1 or 2).Select(f => new Place(PlaceKind.Id, f.Offset, f.Length)));
                    break;
            }
        }
    }

    private static void FindInEvent(byte[] body, int from, int length, List<Place> places)
    {
        foreach (var (field, offset, size) in Fields(body, from, from + length))
        {
            if (field == 1)
            {
                places.Add(new(PlaceKind.Time, offset, 8));
            }
            else if (field == 3)
            {
                FindHex(body, offset, size, places);
            }
        }
    }

    private static void FindHex(byte[] body, int from, int length, List<Place> places)
    {
        foreach (var value in Fields(body, from, from + length).Where(f => f.Field == 2))
        {
            foreach (var (field, offset, size) in Fields(body, value.Offset, value.Offset + value.Length))
            {
                if (field == 1 && size >= 16 && body.AsSpan(offset, size).IndexOfAnyExcept(HexDigits) < 0)
                {
                    places.Add(new(PlaceKind.Hex, offset, size));
                }
            }
        }
    }

    private static List<(int Field, int Offset, int Length)> Fields(byte[] body, int at, int to)
    {
        var fields = new List<(int, int, int)>();
        while (at < to)
        {
            var tag = Varint(body, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(body, ref at);
                    fields.Add(((int)(tag >> 3), at, -1));
                    break;
                case 1:
                    fields.Add(((int)(tag >> 3), at, 8));
                    at += 8;
                    break;
                case 5:
                    fields.Add(((int)(tag >> 3), at, 4));
                    at += 4;
                    break;
                default:
                    var length = (int)Varint(body, ref at);
                    fields.Add(((int)(tag >> 3), at, length));
                    at += length;
                    break;
            }
        }

        return fields;
    }

    private static ulong Varint(byte[] body, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = body[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }

    private readonly record struct Place(PlaceKind Kind, int Offset, int Length);
}
