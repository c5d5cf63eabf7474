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
        for (var fields = new WireFields(message); fields.MoveNext();)
        {
            if (fields.IsBytes && fields.Number == path[0])
            {
                found += path.Length == 1 ? 1 : Count(fields.Value, path[1..]);
            }
        }

        return found;
    }
}
