namespace Tta.ServiceDefaults.Spool;

/// <summary>Walks over the fields of a protobuf message, in the order in which they are written.</summary>
internal ref struct WireFields(ReadOnlySpan<byte> message)
{
    /// <summary>The number of the field.</summary>
    public int Number { get; private set; }

    /// <summary>Whether it is a message, a text or bytes.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>What it is, when it is one of these.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>All of it, as it is written.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>What comes after it: at the end what is no message, of a broken one.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = message;

    /// <summary>Goes to the next field; false at the end, and where the message is broken.</summary>
    public bool MoveNext()
    {
        var at = Rest;
        if (!TryVarint(ref at, out var tag))
        {
            return false;
        }

        IsBytes = false;
        Value = default;
        switch (tag & 7)
        {
            case 0 when TryVarint(ref at, out _):
                break;
            case 1 when at.Length >= 8:
                at = at[8..];
                break;
            case 5 when at.Length >= 4:
                at = at[4..];
                break;
            case 2 when TryVarint(ref at, out var length) && length <= (ulong)at.Length:
                IsBytes = true;
                Value = at[..(int)length];
                at = at[(int)length..];
                break;
            default:
                return false;
        }

        Number = (int)(tag >> 3);
        Whole = Rest[..^at.Length];
        Rest = at;
        return true;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(message.Length, 10); i++)
        {
            value |= (ulong)(message[i] & 0x7f) << (7 * i);
            if (message[i] < 0x80)
            {
                message = message[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
