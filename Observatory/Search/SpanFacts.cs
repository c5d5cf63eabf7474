using Observatory.Traces.Model;
using Observatory.Traces.Query;

namespace Observatory.Search;

/// <summary>What can be asked of a span: by the names for what every span has, and by any attribute's.</summary>
internal static class SpanFacts
{
    private const string NameKey = "name";
    private const string ServiceKey = "service";
    private const string CallerKey = "caller";

    /// <summary>Adds a condition to a filter.</summary>
    /// <exception cref="FormatException">The comparison or the value doesn't go with the name.</exception>
    public static SpanFilter Add(SpanFilter filter, int at, string name, Comparison comparison, string value)
    {
        switch (name)
        {
            case ServiceKey when comparison == Comparison.Equal && filter.Service is null:
                return filter with { Service = value };
            case NameKey when comparison == Comparison.Equal && filter.Operation is null:
                return filter with { Operation = value };
            case CallerKey:
                return comparison == Comparison.Equal && filter.Caller is null
                    ? filter with { Caller = value }
                    : throw SearchTokens.Unreadable(at, "caller is the service of the span above, once, with =");
            default:
                return filter with { Conditions = [.. filter.Conditions, Read(at, name, comparison, value)] };
        }
    }

    private static SpanCondition Read(int at, string name, Comparison comparison, string value) => name switch
    {
        NameKey => comparison.IsOfSize()
            ? throw SearchTokens.Unreadable(at, "a name is not larger or smaller than another: compare with = != =~ !~")
            : new SpanNameCondition(comparison, value, comparison.IsOfPattern() ? Values.Pattern(at, name, value) : null),
        "duration" => comparison.IsOfPattern()
            ? throw SearchTokens.Unreadable(at, "duration is a number, which has no pattern")
            : new SpanDurationCondition(comparison, Values.Duration(at, name, value)),
        "status" => new SpanStatusCondition(Values.OneOrNot(at, name, comparison), Status(at, value)),
        "kind" => new SpanKindCondition(Values.OneOrNot(at, name, comparison), Kind(at, value)),
        ServiceKey => OfAttribute(at, "service.name", comparison, value),
        // A dot before it makes any name an attribute's, also one that means something else.
        ['.', .. var key] when key.Length > 0 => OfAttribute(at, key, comparison, value),
        _ => OfAttribute(at, name, comparison, value),
    };

    private static SpanCondition OfAttribute(int at, string key, Comparison comparison, string value) => comparison switch
    {
        Comparison.Equal => new TagCondition(key, value),
        Comparison.NotEqual => ComparedCondition.Not(key, value),
        Comparison.Matches or Comparison.MatchesNot => ComparedCondition.OfPattern(key, comparison, Values.Pattern(at, key, value)),
        _ => ComparedCondition.OfSize(key, comparison, Values.Number(at, key, value)),
    };

    private static SpanStatus Status(int at, string value) => value switch
    {
        "error" => SpanStatus.Error,
        "ok" => SpanStatus.Ok,
        "unset" => SpanStatus.Unset,
        _ => throw SearchTokens.Unreadable(at, $"a span's status is error, ok or unset, not '{SearchTokens.Short(value)}'"),
    };

    private static SpanKind Kind(int at, string value) => SpanKinds.TryParse(value, out var kind)
        ? kind
        : throw SearchTokens.Unreadable(at, $"a span's kind is internal, server, client, producer or consumer, not '{SearchTokens.Short(value)}'");
}
