namespace Observatory.Otlp;

/// <summary>How a protobuf field is laid out on the wire. Groups (3 and 4) exist only to be skipped.</summary>
internal enum WireType : byte
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    StartGroup = 3,
    EndGroup = 4,
    Fixed32 = 5,
}

/// <summary>The bytes are not the protobuf message they were said to be. The sender must not send them again.</summary>
internal sealed class MalformedProtobufException(string message) : Exception(message);
