namespace Observatory.Traces.Model;

/// <summary>OTLP's span kinds.</summary>
internal enum SpanKind : byte
{
    Unspecified = 0,
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}

/// <summary>The names of span kinds as Jaeger writes them.</summary>
internal static class SpanKinds
{
    private static readonly string[] Names = ["", "internal", "server", "client", "producer", "consumer"];

    /// <summary>The kind's name; empty for unspecified.</summary>
    public static string Name(this SpanKind kind) => (int)kind < Names.Length ? Names[(int)kind] : "";

    /// <summary>The kind of a name; false when there is none such.</summary>
    public static bool TryParse(string name, out SpanKind kind)
    {
        var index = Array.IndexOf(Names, name.ToLowerInvariant());
        kind = (SpanKind)Math.Max(index, 0);
        return index > 0;
    }
}

/// <summary>OTLP's status codes.</summary>
internal enum SpanStatus : byte
{
    Unset = 0,
    Ok = 1,
    Error = 2,
}
