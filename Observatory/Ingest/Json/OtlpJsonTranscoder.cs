using System.Buffers.Text;
using Observatory.Ingest.Requests;
using Observatory.Otlp;
using Observatory.Otlp.Json;

namespace Observatory.Ingest.Json;

/// <summary>
/// Turns OTLP in JSON into the protobuf that it stands for, token by token, so that all that follows knows only one form. OTLP's JSON is
/// protobuf's, but that ids are hexadecimal and enums numbers; unknown keys are ignored, null is a field that is not there.
/// </summary>
internal ref struct OtlpJsonTranscoder
{
    /// <summary>
    /// A nested attribute value takes four levels of JSON each; deeper than <see cref="OtlpValue.MaxDepth"/> none may be.
    /// </summary>
    private const int MaxDepth = (4 * OtlpValue.MaxDepth) + 32;

    private const int MaxIdBytes = 32;

    private readonly ProtobufWriter _writer;
    private Utf8JsonReader _reader;

    private OtlpJsonTranscoder(ReadOnlySpan<byte> json, ProtobufWriter writer)
    {
        _writer = writer;
        _reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Writes a request of a signal as protobuf.</summary>
    /// <exception cref="RequestRefusedException">It is not JSON, not that request, or too large as protobuf.</exception>
    public static void Transcode(OtlpSignal signal, ReadOnlySpan<byte> json, PooledBuffer protobuf)
    {
        var transcoder = new OtlpJsonTranscoder(json, new(protobuf));
        try
        {
            transcoder.Request(OtlpJsonSchema.RequestOf(signal));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what the reader throws for text that is no text, such as half a surrogate pair in a key.
            throw RequestRefusedException.Malformed($"the body is not JSON, or nested too deeply (byte {transcoder._reader.BytesConsumed})");
        }
    }

    private void Request(JsonMessage request)
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            throw RequestRefusedException.Malformed("the body is not a JSON object");
        }

        var isEmpty = IsEmptyObject();
        if (!Message(request) && !isEmpty)
        {
            throw RequestRefusedException.Malformed($"the body has none of the fields of this request: {string.Join(", ", request.Fields.Select(f => f.Name.Value))}");
        }

        // Nothing may follow, which the reader sees to.
        _reader.Read();
    }

    private readonly bool IsEmptyObject()
    {
        var ahead = _reader;
        return ahead.Read() && ahead.TokenType == JsonTokenType.EndObject;
    }

    /// <returns>Whether there was a field that is known.</returns>
    private bool Message(JsonMessage message)
    {
        var isKnown = false;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var field = message.Find(in _reader);
            _reader.Read();
            if (field is null)
            {
                _reader.Skip();
                continue;
            }

            isKnown = true;
            if (_reader.TokenType != JsonTokenType.Null)
            {
                Field(field);
            }
        }

        return isKnown;
    }

    private void Field(JsonField field)
    {
        if (!field.IsRepeated)
        {
            Value(field, field.Number);
            return;
        }

        Expect(field, JsonTokenType.StartArray, "a list");
        var packed = field.IsPacked ? _writer.Begin(field.Number) : 0;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            Value(field, field.IsPacked ? null : field.Number);
        }

        if (field.IsPacked)
        {
            _writer.End(packed);
        }
    }

    private void Value(JsonField field, int? number)
    {
        switch (field.Kind)
        {
            case JsonFieldKind.Message:
                Expect(field, JsonTokenType.StartObject, "an object");
                var message = _writer.Begin(field.Number);
                Message(field.Message!);
                _writer.End(message);
                break;
            case JsonFieldKind.Text:
                Text(field);
                break;
            case JsonFieldKind.HexBytes:
                Hex(field);
                break;
            case JsonFieldKind.Base64Bytes:
                Base64(field);
                break;
            case JsonFieldKind.Flag:
                _writer.Varint(number, Flag(field) ? 1UL : 0);
                break;
            case JsonFieldKind.Unsigned32:
                _writer.Varint(number, UInt32(field));
                break;
            case JsonFieldKind.Zigzag32:
                var signed = Int32(field);
                _writer.Varint(number, (uint)((signed << 1) ^ (signed >> 31)));
                break;
            case JsonFieldKind.Signed64:
                _writer.Varint(number, unchecked((ulong)Int64(field)));
                break;
            case JsonFieldKind.Unsigned64:
                _writer.Varint(number, UInt64(field));
                break;
            case JsonFieldKind.Fixed32:
                _writer.Fixed32(number, UInt32(field));
                break;
            case JsonFieldKind.Fixed64:
                _writer.Fixed64(number, UInt64(field));
                break;
            case JsonFieldKind.SFixed64:
                _writer.Fixed64(number, unchecked((ulong)Int64(field)));
                break;
            default:
                _writer.Fixed64(number, BitConverter.DoubleToUInt64Bits(Float64(field)));
                break;
        }
    }

    private void Text(JsonField field)
    {
        Expect(field, JsonTokenType.String, "text");
        var text = _writer.Begin(field.Number);
        if (_reader.ValueIsEscaped)
        {
            JsonText.Unescape(_reader.ValueSpan, _writer);
        }
        else
        {
            _writer.Append(_reader.ValueSpan);
        }

        _writer.End(text);
    }

    private void Hex(JsonField field)
    {
        Span<byte> bytes = stackalloc byte[MaxIdBytes];
        if (_reader.TokenType != JsonTokenType.String
            || _reader.ValueSpan.Length > 2 * MaxIdBytes
            || Convert.FromHexString(_reader.ValueSpan, bytes, out _, out var count) != OperationStatus.Done)
        {
            throw Wrong(field, "an id in hexadecimal digits");
        }

        var id = _writer.Begin(field.Number);
        _writer.Append(bytes[..count]);
        _writer.End(id);
    }

    private void Base64(JsonField field)
    {
        if (_reader.TokenType != JsonTokenType.String || !_reader.TryGetBytesFromBase64(out var bytes))
        {
            throw Wrong(field, "bytes in Base64");
        }

        var content = _writer.Begin(field.Number);
        _writer.Append(bytes);
        _writer.End(content);
    }

    private readonly bool Flag(JsonField field) => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Wrong(field, "true or false"),
    };

    private readonly uint UInt32(JsonField field) => UInt64(field) is var value and <= uint.MaxValue ? (uint)value : throw Wrong(field, "a number of 32 bits");

    private readonly int Int32(JsonField field) => Int64(field) is var value and >= int.MinValue and <= int.MaxValue ? (int)value : throw Wrong(field, "a number of 32 bits");

    private readonly ulong UInt64(JsonField field) => _reader.TokenType switch
    {
        JsonTokenType.Number when _reader.TryGetUInt64(out var value) => value,
        JsonTokenType.Number when _reader.TryGetDecimal(out var value) && decimal.IsInteger(value) && value is >= 0 and <= ulong.MaxValue => (ulong)value,
        JsonTokenType.String when Utf8Parser.TryParse(_reader.ValueSpan, out ulong value, out var read) && read == _reader.ValueSpan.Length => value,
        _ => throw Wrong(field, "a whole number that is not negative"),
    };

    private readonly long Int64(JsonField field) => _reader.TokenType switch
    {
        JsonTokenType.Number when _reader.TryGetInt64(out var value) => value,
        JsonTokenType.Number when _reader.TryGetDecimal(out var value) && decimal.IsInteger(value) && value is >= long.MinValue and <= long.MaxValue => (long)value,
        JsonTokenType.String when Utf8Parser.TryParse(_reader.ValueSpan, out long value, out var read) && read == _reader.ValueSpan.Length => value,
        _ => throw Wrong(field, "a whole number"),
    };

    private readonly double Float64(JsonField field)
    {
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out var value))
        {
            return value;
        }

        if (_reader.TokenType == JsonTokenType.String)
        {
            return _reader.ValueSpan switch
            {
                var text when text.SequenceEqual("NaN"u8) => double.NaN,
                var text when text.SequenceEqual("Infinity"u8) => double.PositiveInfinity,
                var text when text.SequenceEqual("-Infinity"u8) => double.NegativeInfinity,
                var text when Utf8Parser.TryParse(text, out value, out var read) && read == text.Length => value,
                _ => throw Wrong(field, "a number"),
            };
        }

        throw Wrong(field, "a number");
    }

    private readonly void Expect(JsonField field, JsonTokenType type, string what)
    {
        if (_reader.TokenType != type)
        {
            throw Wrong(field, what);
        }
    }

    private readonly RequestRefusedException Wrong(JsonField field, string what) =>
        RequestRefusedException.Malformed($"'{field.Name}' must be {what} (byte {_reader.TokenStartIndex})");
}
