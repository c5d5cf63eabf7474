using Observatory.Agents.Runs;
using Observatory.Logs.Store;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Calls;
using Observatory.Otlp;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Views.Tracing;

namespace Observatory.Mcp.Tools;

/// <summary><c>get_step</c>: what chosen steps of a run say.</summary>
internal sealed class GetStepTool(
    CallGate gate, TimeProvider time, RunReader reader, LogStore logs, McpOptions options, Pages pages) : ReadTool(gate, time)
{
    private const int MaxSteps = 20;
    private const int MaxEvents = 20;
    private const int MaxValue = 400;
    private const int MaxLogs = 200;

    /// <inheritdoc/>
    protected override string Name => "get_step";

    /// <inheritdoc/>
    protected override string Description => "Attributes, events and logs of chosen steps of a run.";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } =
    [
        new("run_id", ToolParameterType.Text, IsRequired: true),
        new("steps", ToolParameterType.Texts, "paths or span ids; default: what failed"),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("steps", typeof(StepDetail)), ("logs", typeof(LogLine))];

    /// <inheritdoc/>
    protected override bool HasTime => false;

    /// <inheritdoc/>
    protected override Task<Answer> AnswerAsync(ToolCall call)
    {
        var trace = reader.Read(call.Arguments.RunId(), call.Cancellation);
        var (view, paths) = (trace.View, StepPaths.Of(trace.View));
        List<int> nodes = call.Arguments.Texts("steps") is { Count: > 0 } steps
            ? [.. steps.Select(s => StepPaths.Find(view, paths, s)).Distinct()]
            : [.. Enumerable.Range(0, view.Nodes.Count).Where(view.IsError).OrderByDescending(view.StartOf)];
        if (nodes.Count == 0)
        {
            nodes.Add(view.LongestRoot);
        }

        var leftOut = 0;
        var rows = nodes.Take(MaxSteps).Select(n => Detail(trace, paths[n], n, ref leftOut)).ToList();
        var spans = nodes.Take(MaxSteps).Select(n => view.Nodes[n].Span.Entry.SpanId).ToHashSet();
        List<AnswerRow> lines = [.. Logs(view, spans, call.Cancellation).Select((l, i) => new AnswerRow(l, -0.5 - i))];
        return Task.FromResult(new Answer
        {
            Text = $"{rows.Count} steps of {DataText.Quote(trace.Run?.Title ?? view.NameOf(0), 80)}, "
                + $"with {lines.Count} log records of theirs.",
            Rows = AnswerRows.InOrder("steps", rows),
            More = [new("logs", lines)],
            Total = nodes.Count,
            Link = new(pages.Run(view.Trace.Id), $"#span-{TraceIds.Span(view.Nodes[nodes[0]].Span.Entry.SpanId)}"),
            Notes = leftOut == 0
                ? []
                :
                [
                    $"{leftOut} attributes or events with captured prompts, completions or arguments are left out; "
                    + "OBSERVATORY__MCP__MESSAGES=true shows them",
                ],
        });
    }

    private StepDetail Detail(AgentTrace trace, string path, int node, ref int leftOut)
    {
        var view = trace.View;
        var span = view.Nodes[node].Span;
        var message = new SpanMessage(span.Message.Span);
        var events = new List<StepEvent>();
        var further = 0;
        foreach (var happening in message.Events)
        {
            var at = SpanMessage.ReadEvent(happening, out var name);
            var title = Encoding.UTF8.GetString(name);
            if (!options.Messages && CapturedContent.Is(title))
            {
                leftOut++;
            }
            else if (events.Count == MaxEvents)
            {
                further++;
            }
            else
            {
                events.Add(new(
                    DataText.Clean(title)!, AnswerJson.Ms(Nanos.Difference(at, view.StartNanos)),
                    Attributes(SpanMessage.AttributesOfEvent(happening), ref leftOut)));
            }
        }

        return new(
            path,
            TraceIds.Span(span.Entry.SpanId),
            DataText.Clean(view.NameOf(node))!,
            DataText.Clean(view.ServiceOf(node))!,
            span.Entry.Kind.Name() is { Length: > 0 } kind ? kind : null,
            AnswerJson.Ms(view.StartOf(node) - view.StartNanos),
            AnswerJson.Ms(view.DurationOf(node)),
            AnswerJson.Ms(view.SelfOf(node)),
            view.IsError(node) ? "error" : "ok",
            message.StatusMessage.IsEmpty ? null : DataText.Clean(Start(message.StatusMessage), MaxValue),
            Attributes(message.Attributes, ref leftOut),
            events.Count == 0 ? null : events,
            further == 0 ? null : further);
    }

    // A character of UTF-8 has four bytes at most.
    private static string Start(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8[..Math.Min(4 * MaxValue, utf8.Length)]);

    private Dictionary<string, string> Attributes(RepeatedField attributes, ref int leftOut)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in SpanDetails.Attributes(attributes).Items)
        {
            if (!options.Messages && CapturedContent.Is(key))
            {
                leftOut++;
            }
            else
            {
                shown[DataText.Clean(key)!] = DataText.Clean(value, MaxValue)!;
            }
        }

        return shown;
    }

    private List<LogLine> Logs(TraceView view, HashSet<ulong> spans, CancellationToken cancellation)
    {
        var id = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, view.Trace.Id);
        var query = new LogQuery
        {
            TraceId = id,
            Limit = MaxLogs,
            Filter = record => spans.Contains(BinaryPrimitives.ReadUInt64BigEndian(record.SpanId)),
        };
        return [.. logs.Search(query, cancellation).Records.Select(r => LogLine.Of(r)).Reverse()];
    }

    /// <summary>What a step says.</summary>
    private sealed record StepDetail(
        string Path, string SpanId, string Name, string Service, string? SpanKind, double AfterMs, double Ms, double SelfMs,
        string Status, string? Reason, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<StepEvent>? Events,
        int? EventsLeftOut);

    /// <summary>What happened in it.</summary>
    private sealed record StepEvent(string Name, double AfterMs, IReadOnlyDictionary<string, string> Attributes);
}
