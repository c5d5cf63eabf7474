namespace Observatory.Otlp.Json;

/// <summary>How a field stands in JSON, and which protobuf it is.</summary>
internal enum JsonFieldKind
{
    /// <summary>An object: a message.</summary>
    Message,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Hexadecimal digits: bytes. OTLP writes ids so, and nothing else.</summary>
    HexBytes,

    /// <summary>Base64: bytes.</summary>
    Base64Bytes,

    /// <summary>True or false: a varint.</summary>
    Flag,

    /// <summary>A number: a varint of 32 bits. Enums too, whose names OTLP does not allow.</summary>
    Unsigned32,

    /// <summary>A number: a zigzag varint of 32 bits.</summary>
    Zigzag32,

    /// <summary>A number or digits: a varint of 64 bits.</summary>
    Signed64,

    /// <summary>A number or digits: a varint of 64 bits.</summary>
    Unsigned64,

    /// <summary>A number: 32 bits.</summary>
    Fixed32,

    /// <summary>A number or digits: 64 bits.</summary>
    Fixed64,

    /// <summary>A number or digits: 64 bits.</summary>
    SFixed64,

    /// <summary>A number, or what JSON has no number for: 64 bits.</summary>
    Float64,
}
