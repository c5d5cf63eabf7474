using System.Text.Json;

namespace Tta.EndToEnd.Tests.Clients;

/// <summary>A span as the Jaeger API gives it. Times in microseconds.</summary>
internal sealed record Span(string Id, string? ParentId, string Operation, string Service, long Start, long Duration, IReadOnlyDictionary<string, string> Tags, int Events)
{
    public bool IsError => Tags.GetValueOrDefault("error") == "true";

    public override string ToString() => $"{Service}: {Operation}";
}

/// <summary>A trace as the Jaeger API gives it, with the questions the tests ask of its shape.</summary>
internal sealed record Trace(string Id, IReadOnlyList<Span> Spans)
{
    public IReadOnlyList<Span> Roots => [.. Spans.Where(span => span.ParentId is null)];

    /// <summary>Spans whose parent is named but not there.</summary>
    public IReadOnlyList<Span> Orphans
    {
        get
        {
            var ids = Spans.Select(span => span.Id).ToHashSet();
            return [.. Spans.Where(span => span.ParentId is { } parent && !ids.Contains(parent))];
        }
    }

    public IReadOnlyList<string> Services => [.. Spans.Select(span => span.Service).Distinct().Order()];

    /// <summary>Spans on the longest way from a root down.</summary>
    public int Depth
    {
        get
        {
            var children = Spans.ToLookup(span => span.ParentId ?? "");
            int Below(Span span) => 1 + children[span.Id].Select(Below).DefaultIfEmpty(0).Max();
            return Roots.Select(Below).DefaultIfEmpty(0).Max();
        }
    }

    public Span? Find(string operation) => Spans.FirstOrDefault(span => span.Operation == operation);

    public bool Has(string operation) => Find(operation) is not null;

    public Span? ParentOf(Span span) => Spans.FirstOrDefault(other => other.Id == span.ParentId);

    public override string ToString() => $"trace {Id}: {Spans.Count} spans, depth {Depth}, {string.Join("|", Services)}";

    public static Trace Read(JsonElement data)
    {
        var processes = data.GetProperty("processes").EnumerateObject()
            .ToDictionary(process => process.Name, process => process.Value.GetProperty("serviceName").GetString()!);
        return new Trace(
            data.GetProperty("traceID").GetString()!,
            [.. data.GetProperty("spans").EnumerateArray().Select(span => ReadSpan(span, processes))]);
    }

    private static Span ReadSpan(JsonElement span, Dictionary<string, string> processes)
    {
        var parent = span.GetProperty("references").EnumerateArray()
            .FirstOrDefault(reference => reference.GetProperty("refType").GetString() == "CHILD_OF");
        return new Span(
            span.GetProperty("spanID").GetString()!,
            parent.ValueKind == JsonValueKind.Object ? parent.GetProperty("spanID").GetString() : null,
            span.GetProperty("operationName").GetString()!,
            processes[span.GetProperty("processID").GetString()!],
            span.GetProperty("startTime").GetInt64(),
            span.GetProperty("duration").GetInt64(),
            span.GetProperty("tags").EnumerateArray()
                .GroupBy(tag => tag.GetProperty("key").GetString()!)
                .ToDictionary(group => group.Key, group => Text(group.First().GetProperty("value"))),
            span.GetProperty("logs").GetArrayLength());
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
