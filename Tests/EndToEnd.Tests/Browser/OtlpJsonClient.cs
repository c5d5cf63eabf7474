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
        [.. attributes.Select(one => new JsonObject { ["key"] = one.Key, ["value"] = new JsonObject { ["stringValue"] = one.Value } })];

    private static string Nanoseconds(int seconds) =>
        (DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeMilliseconds() * 1_000_000).ToString(CultureInfo.InvariantCulture);
}
