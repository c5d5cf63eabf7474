using Observatory.Otlp;

namespace Observatory.SpanMetrics;

/// <summary>Whom a client's span says it calls, as slices of the request.</summary>
internal readonly ref struct PeerNames
{
    private PeerNames(ReadOnlySpan<byte> peer, ReadOnlySpan<byte> database)
    {
        Peer = peer;
        Database = database;
    }

    /// <summary>The first there is of <c>gen_ai.provider.name</c>, <c>peer.service</c>, <c>db.system.name</c>, <c>server.address</c>.</summary>
    public ReadOnlySpan<byte> Peer { get; }

    /// <summary>
    /// <c>db.system.name</c>: the database is the called one, and sends no spans. Not <c>db.namespace</c>: of Redis it is a number.
    /// </summary>
    public ReadOnlySpan<byte> Database { get; }

    /// <summary>Reads a Span message that was checked before.</summary>
    public static PeerNames Read(ReadOnlySpan<byte> span)
    {
        ReadOnlySpan<byte> provider = default, service = default, database = default, address = default;
        var reader = new ProtoReader(span);
        while (reader.Next())
        {
            if (reader.Field != 9)
            {
                reader.Skip();
                continue;
            }

            OtlpValue.Split(reader.ReadBytes(), out var key, out var value);
            if (key.SequenceEqual("gen_ai.provider.name"u8))
            {
                Keep(ref provider, value);
            }
            else if (key.SequenceEqual("peer.service"u8))
            {
                Keep(ref service, value);
            }
            else if (key.SequenceEqual("db.system.name"u8))
            {
                Keep(ref database, value);
            }
            else if (key.SequenceEqual("server.address"u8))
            {
                Keep(ref address, value);
            }
        }

        return new(!provider.IsEmpty ? provider : !service.IsEmpty ? service : !database.IsEmpty ? database : address, database);
    }

    private static void Keep(ref ReadOnlySpan<byte> kept, ReadOnlySpan<byte> value)
    {
        if (kept.IsEmpty && OtlpValue.Read(value) is { Kind: OtlpValueKind.String } text)
        {
            kept = text.Bytes;
        }
    }
}
