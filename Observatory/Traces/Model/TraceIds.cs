namespace Observatory.Traces.Model;

/// <summary>Ids as people and Jaeger write them: hexadecimal; a trace id whose upper half is 0 in 16 digits.</summary>
internal static class TraceIds
{
    /// <summary>Writes a trace id.</summary>
    public static string Trace(UInt128 id) =>
        id >> 64 == 0 ? ((ulong)id).ToString("x16", CultureInfo.InvariantCulture) : id.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Writes a span id.</summary>
    public static string Span(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads a trace id of 1 to 32 digits.</summary>
    public static bool TryParseTrace(string? text, out UInt128 id)
    {
        id = 0;
        return text is { Length: > 0 and <= 32 } && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id) && id != 0;
    }
}
