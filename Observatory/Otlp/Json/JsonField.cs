namespace Observatory.Otlp.Json;

/// <summary>A field of a message.</summary>
/// <param name="Name">Its key: the name in lowerCamelCase.</param>
/// <param name="Number">Its number in protobuf.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsRepeated">Whether that is a list.</param>
/// <param name="Message">What it is when it is a message.</param>
internal sealed record JsonField(JsonEncodedText Name, int Number, JsonFieldKind Kind, bool IsRepeated = false, JsonMessage? Message = null)
{
    /// <summary>Its name in the .proto file, which protobuf's JSON takes as well.</summary>
    public JsonEncodedText OriginalName { get; } = JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(Name.Value));

    /// <summary>How a single value is laid out in protobuf.</summary>
    public WireType WireType => Kind switch
    {
        <= JsonFieldKind.Base64Bytes => WireType.LengthDelimited,
        JsonFieldKind.Fixed32 => WireType.Fixed32,
        JsonFieldKind.Fixed64 or JsonFieldKind.SFixed64 or JsonFieldKind.Float64 => WireType.Fixed64,
        _ => WireType.Varint,
    };

    /// <summary>A list of numbers is one field with all of them.</summary>
    public bool IsPacked => IsRepeated && Kind > JsonFieldKind.Base64Bytes;
}

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
