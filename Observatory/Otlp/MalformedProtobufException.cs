namespace Observatory.Otlp;

/// <summary>The bytes are not the protobuf message they were said to be. The sender must not send them again.</summary>
internal sealed class MalformedProtobufException(string message) : Exception(message);
