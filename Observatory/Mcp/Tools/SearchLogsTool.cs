using Observatory.Logs.Model;
using Observatory.Logs.Store;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;
using Observatory.Mcp.Calls;
using Observatory.Traces.Model;

namespace Observatory.Mcp.Tools;

/// <summary><c>search_logs</c>: the log, the newest records first.</summary>
internal sealed class SearchLogsTool(CallGate gate, TimeProvider time, LogStore store, Pages pages) : ReadTool(gate, time)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private const int MaxText = 256;
    private const int MaxServices = 500;
    private static readonly ToolParameter Level =
        new("level", ToolParameterType.Text, "or worse", ["trace", "debug", "info", "warn", "error", "fatal"]);

    /// <inheritdoc/>
    protected override string Name => "search_logs";

    /// <inheritdoc/>
    protected override string Description => "Log records, newest first.";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } =
    [
        new("text", ToolParameterType.Text, "part of message or attribute, no pattern"), new("service", ToolParameterType.Text), Level,
        new("run_id", ToolParameterType.Text), ToolParameter.Since, ToolParameter.Until, new("limit", ToolParameterType.Integer),
        ToolParameter.Cursor,
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("logs", typeof(LogLine))];

    /// <inheritdoc/>
    protected override Task<Answer> AnswerAsync(ToolCall call)
    {
        var asked = call.Arguments;
        UInt128? run = asked.Text("run_id") is null ? null : asked.RunId();
        var (range, skipped) = Cursor.Read(asked, run is null ? "-1h" : "-10d");
        var limit = (int)(asked.Integer("limit", 1, MaxLimit) ?? DefaultLimit);
        var service = asked.Text("service");
        var text = asked.Text("text");
        var level = asked.Choice(Level);
        if (text is { Length: > MaxText })
        {
            throw new ToolException($"text: at most {MaxText} characters");
        }

        var query = new LogQuery
        {
            Text = text,
            Service = service,
            TraceId = run is { } trace ? Bytes(trace) : null,
            MinSeverity = LogLevels.TryParse(level, out var severity) ? severity : 0,
            StartUnixNano = range.FromNanos,
            EndUnixNano = range.ToNanos,
            Limit = Math.Min(skipped, 100_000) + limit,
        };
        var volume = new LogVolume(range.FromNanos, range.ToNanos, 1);
        var found = store.Search(query, volume, call.Cancellation);
        if (volume.Total == 0 && service is not null && !volume.Services.Contains(service))
        {
            var hint = NearestNames.Hint(service, volume.Services.Take(MaxServices));
            throw new ToolException(
                $"service: no log record of {DataText.Quote(service)} is stored; {DataText.Clean(hint, DataText.Sentence)}");
        }

        return Task.FromResult(new Answer
        {
            Text = $"{volume.Total} log records.",
            Rows = AnswerRows.InOrder("logs", found.Records.Skip(skipped).Select(r => LogLine.Of(r))),
            Total = Math.Max(0, volume.Total - skipped),
            Time = range,
            Link = pages.To(
                "/logs", ("text", text), ("service", service), ("level", level), ("trace", run is { } id ? TraceIds.Trace(id) : null),
                ("start", AskedTime.Write(range.From)), ("end", AskedTime.Write(range.To))),
            Next = returned => Cursor.Write(range, skipped + returned),
        });
    }

    private static byte[] Bytes(UInt128 trace)
    {
        var id = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, trace);
        return id;
    }
}
