using Observatory.Otlp;
using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Observatory.Traces.Query;

/// <summary>A tag asked for.</summary>
internal sealed class TagCondition(string key, string text)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);
    private readonly ulong[] _hashes = TagHash.Candidates(key, text);

    /// <summary>Whether a span of a block may have the tag.</summary>
    public bool MayBeIn(TagFilter tags) => Array.Exists(_hashes, tags.MayContain);

    /// <summary>Whether the tag follows from what is in the index.</summary>
    public bool IsDerived(SpanStatus status, SpanKind kind) => key switch
    {
        "error" => text == "true" && status == SpanStatus.Error,
        "otel.status_code" => status switch { SpanStatus.Error => text == "ERROR", SpanStatus.Ok => text == "OK", _ => false },
        "span.kind" => kind != SpanKind.Unspecified && text == kind.Name(),
        _ => false,
    };

    /// <summary>Whether a span message has the tag.</summary>
    public bool IsInSpan(ReadOnlySpan<byte> span)
    {
        var message = new ProtoReader(span);
        while (message.Next())
        {
            switch (message.Field)
            {
                case SpanMessage.AttributesField when IsAttribute(message.ReadBytes()):
                case SpanMessage.EventsField when IsInEvent(message.ReadBytes()):
                    return true;
                case SpanMessage.AttributesField or SpanMessage.EventsField:
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return false;
    }

    /// <summary>Whether a resource message has the tag.</summary>
    public bool IsInResource(ReadOnlySpan<byte> resource) => HasAttribute(resource, 1);

    /// <summary>Whether a scope message has the tag.</summary>
    public bool IsInScope(ReadOnlySpan<byte> scope)
    {
        if (HasAttribute(scope, 3))
        {
            return true;
        }

        var field = key switch { "otel.scope.name" => 1, "otel.scope.version" => 2, _ => 0 };
        return field != 0 && HasText(scope, field);
    }

    private bool IsInEvent(ReadOnlySpan<byte> message) => HasAttribute(message, 3) || (key == "event" && HasText(message, 2));

    private bool HasAttribute(ReadOnlySpan<byte> message, int field)
    {
        foreach (var keyValue in new RepeatedField(message, field))
        {
            if (IsAttribute(keyValue))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasText(ReadOnlySpan<byte> message, int field)
    {
        foreach (var text in new RepeatedField(message, field))
        {
            if (text.SequenceEqual(_text))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAttribute(ReadOnlySpan<byte> keyValue)
    {
        OtlpValue.Split(keyValue, out var name, out var value);
        return name.SequenceEqual(_key) && TagHash.Matches(OtlpValue.Read(value), text, _text);
    }
}
