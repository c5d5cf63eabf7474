namespace Tta.ServiceDefaults.Spool;

/// <summary>
/// Counts the spans or log records of an OTLP export request: the entries of field 2 in field 2 (scopes) in field 1 (resources), which is
/// where both signals have them. Nothing else of the message is read.
/// </summary>
internal static class OtlpItems
{
    private static ReadOnlySpan<int> Path => [1, 2, 2];

    /// <returns>How many; of a body that is none of the kind, those until where it ends to be one.</returns>
    public static long Count(ReadOnlySpan<byte> request) => Count(request, Path);

    private static long Count(ReadOnlySpan<byte> message, ReadOnlySpan<int> path)
    {
        long found = 0;
        while (TryVarint(ref message, out var tag))
        {
            switch (tag & 7)
            {
                case 0 when TryVarint(ref message, out _):
                    break;
                case 1 when message.Length >= 8:
                    message = message[8..];
                    break;
                case 5 when message.Length >= 4:
                    message = message[4..];
                    break;
                case 2 when TryVarint(ref message, out var length) && length <= (ulong)message.Length:
                    if ((int)(tag >> 3) == path[0])
                    {
                        found += path.Length == 1 ? 1 : Count(message[..(int)length], path[1..]);
                    }

                    message = message[(int)length..];
                    break;
                default:
                    return found;
            }
        }

        return found;
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
