using Observatory.Otlp;
using Observatory.Traces.Model;

namespace Observatory.Traces.Query;

/// <summary>
/// What is asked of the value of a key, wherever Jaeger shows it: among the attributes of a span, of its events, its resource and its
/// scope, and under the names for what the index knows (<c>error</c>, <c>otel.status_code</c>, <c>span.kind</c>). A key that is not there
/// fulfils nothing.
/// </summary>
internal abstract class AttributeCondition(string key) : SpanCondition
{
    private static readonly byte[][] Kinds = [.. Enum.GetValues<SpanKind>().Select(k => Encoding.UTF8.GetBytes(k.Name()))];

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The key.</summary>
    protected string Key { get; } = key;

    /// <inheritdoc/>
    public override bool IsOfEntry(in SpanEntry entry) => Derived(entry) is { IsEmpty: false } text && IsText(text);

    /// <inheritdoc/>
    public override bool IsInSpan(ReadOnlySpan<byte> span)
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

    /// <inheritdoc/>
    public override bool IsInResource(ReadOnlySpan<byte> resource) => HasAttribute(resource, 1);

    /// <inheritdoc/>
    public override bool IsInScope(ReadOnlySpan<byte> scope)
    {
        if (HasAttribute(scope, 3))
        {
            return true;
        }

        var field = Key switch { "otel.scope.name" => 1, "otel.scope.version" => 2, _ => 0 };
        return field != 0 && HasText(scope, field);
    }

    /// <summary>Whether a value is what is asked for.</summary>
    protected abstract bool IsValue(OtlpValue value);

    /// <summary>Whether a text is what is asked for.</summary>
    protected abstract bool IsText(ReadOnlySpan<byte> utf8);

    private ReadOnlySpan<byte> Derived(in SpanEntry entry) => Key switch
    {
        "error" => entry.Status == SpanStatus.Error ? "true"u8 : default,
        "otel.status_code" => entry.Status switch { SpanStatus.Error => "ERROR"u8, SpanStatus.Ok => "OK"u8, _ => default },
        "span.kind" => Kinds[(int)entry.Kind < Kinds.Length ? (int)entry.Kind : 0],
        _ => default,
    };

    private bool IsInEvent(ReadOnlySpan<byte> message) => HasAttribute(message, 3) || (Key == "event" && HasText(message, 2));

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
            if (IsText(text))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAttribute(ReadOnlySpan<byte> keyValue)
    {
        OtlpValue.Split(keyValue, out var name, out var value);
        return name.SequenceEqual(_key) && IsValue(OtlpValue.Read(value));
    }
}
