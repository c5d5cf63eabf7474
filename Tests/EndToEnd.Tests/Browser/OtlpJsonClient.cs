using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>Sends telemetry of a test's own making, in OTLP's JSON.</summary>
internal sealed class OtlpJsonClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    /// <summary>Sends a trace of one span, which failed.</summary>
    public Task SendSpanAsync(string service, string traceId, string name, params (string Key, string Value)[] attributes)
    {
        var span = new JsonObject
        {
            ["traceId"] = traceId,
            ["spanId"] = traceId[..16],
            ["name"] = name,
            ["kind"] = 2,
            ["startTimeUnixNano"] = Nanoseconds(-1),
            ["endTimeUnixNano"] = Nanoseconds(0),
            ["attributes"] = Attributes(attributes),
            ["events"] = new JsonArray(new JsonObject { ["name"] = name, ["timeUnixNano"] = Nanoseconds(0), ["attributes"] = Attributes([("exception.message", name)]) }),
            ["status"] = new JsonObject { ["code"] = 2, ["message"] = name },
        };
        return SendAsync("v1/traces", "resourceSpans", "scopeSpans", "spans", service, span);
    }

    /// <summary>Sends a trace of a span and so many below it that there are <paramref name="count"/>; each says its number.</summary>
    public Task SendSpansAsync(string service, string traceId, int count) => SendAsync("v1/traces", "resourceSpans", "scopeSpans", "spans", service, [.. Enumerable.Range(1, count).Select(number => new JsonObject
    {
        ["traceId"] = traceId,
        ["spanId"] = number.ToString("x16", CultureInfo.InvariantCulture),
        ["parentSpanId"] = number == 1 ? "" : 1.ToString("x16", CultureInfo.InvariantCulture),
        ["name"] = "work",
        ["startTimeUnixNano"] = Nanoseconds(-1),
        ["endTimeUnixNano"] = Nanoseconds(0),
        ["attributes"] = Attributes([("number", $"number {number}")]),
    })]);

    /// <summary>Sends a run of an agent as the conventions for generative AI say it: a model's call, a tool, and another call that may fail.</summary>
    public Task SendAgentRunAsync(string agent, string model, bool fails)
    {
        var trace = Guid.NewGuid().ToString("N");
        (string, object)[] call =
        [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "openai"), ("gen_ai.request.model", model), ("gen_ai.response.model", model),
            ("gen_ai.usage.input_tokens", 1_200), ("gen_ai.usage.output_tokens", 90),
        ];
        return SendAsync(
            "v1/traces", "resourceSpans", "scopeSpans", "spans", "any-agents",
            Span(1, 0, $"invoke_agent {agent}", fails, ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", agent)),
            Span(2, 1, $"chat {model}", false, call),
            Span(3, 1, "execute_tool search", fails, ("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", "search")),
            fails ? Span(4, 1, $"chat {model}", true, call[..3]) : Span(4, 1, $"chat {model}", false, call));

        JsonObject Span(int id, int parent, string name, bool failed, params (string Key, object Value)[] attributes) => new()
        {
            ["traceId"] = trace,
            ["spanId"] = id.ToString("x16", CultureInfo.InvariantCulture),
            ["parentSpanId"] = parent == 0 ? "" : parent.ToString("x16", CultureInfo.InvariantCulture),
            ["name"] = name,
            ["kind"] = name.StartsWith("chat", StringComparison.Ordinal) ? 3 : 1,
            ["startTimeUnixNano"] = Nanoseconds(-1),
            ["endTimeUnixNano"] = Nanoseconds(0),
            ["attributes"] = Attributes(failed ? [.. attributes, ("error.type", "429")] : attributes),
            ["status"] = failed ? new JsonObject { ["code"] = 2, ["message"] = "Too many requests" } : new JsonObject(),
        };
    }

    /// <summary>Sends a log record.</summary>
    public Task SendLogAsync(string service, string body, string? traceId = null)
    {
        var record = new JsonObject
        {
            ["timeUnixNano"] = Nanoseconds(0),
            ["severityNumber"] = 17,
            ["severityText"] = "ERROR",
            ["body"] = new JsonObject { ["stringValue"] = body },
            ["attributes"] = Attributes([("note", body)]),
        };
        if (traceId is not null)
        {
            (record["traceId"], record["spanId"]) = (traceId, traceId[..16]);
        }

        return SendAsync("v1/logs", "resourceLogs", "scopeLogs", "logRecords", service, record);
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(string path, string byResource, string byScope, string items, string service, params JsonObject[] all)
    {
        var request = new JsonObject
        {
            [byResource] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = Attributes([("service.name", service)]) },
                [byScope] = new JsonArray(new JsonObject { [items] = new JsonArray([.. all]) }),
            }),
        };
        using var content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(path, content);
        Assert.Equal((HttpStatusCode.OK, "{}"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    private static JsonArray Attributes((string Key, string Value)[] attributes) =>
        Attributes([.. attributes.Select(one => (one.Key, (object)one.Value))]);

    private static JsonArray Attributes((string Key, object Value)[] attributes) =>
    [
        .. attributes.DistinctBy(one => one.Key).Select(one => new JsonObject
        {
            ["key"] = one.Key,
            ["value"] = one.Value is int number
                ? new JsonObject { ["intValue"] = number.ToString(CultureInfo.InvariantCulture) }
                : new JsonObject { ["stringValue"] = (string)one.Value },
        }),
    ];

    private static string Nanoseconds(int seconds) =>
        (DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeMilliseconds() * 1_000_000).ToString(CultureInfo.InvariantCulture);
}
