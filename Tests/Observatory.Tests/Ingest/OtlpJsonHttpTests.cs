using System.Net;
using System.Text;
using System.Text.Json;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Ingest;

/// <summary>OTLP in JSON over HTTP: what comes in is served, what is wrong is answered in JSON, and nothing else happens.</summary>
public sealed class OtlpJsonHttpTests : IAsyncLifetime
{
    private const string Request = """
        {"resourceSpans": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]}, "scopeSpans": [{"scope": {"name": "lib"}, "spans": [
          {"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174", "name": "<script>", "kind": 2, "startTimeUnixNano": "1772366400000000000",
           "endTimeUnixNano": "1772366401000000000", "attributes": [{"key": "n", "value": {"intValue": "7"}}], "status": {"code": 2}}]}]}]}
        """;

    private readonly TemporaryDirectory _data = new();
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync() => _observatory = await TestObservatory.StartAsync(_data.Path, new() { ["MaxRequestBytes"] = "200000" });

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    public async Task A_request_that_is_taken_whole_is_answered_in_JSON_and_served(string contentType)
    {
        var (status, answer) = await ExportAsync(Request, contentType: contentType);

        Assert.Equal((HttpStatusCode.OK, "{}"), (status, answer.GetRawText()));
        var span = (await _observatory.DataAsync("/api/traces/5b8efff798038103d269b633813fc60c"))[0].GetProperty("spans")[0];
        Assert.Equal("<script>", span.GetProperty("operationName").GetString());
        Assert.Equal(1_000_000, span.GetProperty("duration").GetInt64());
        Assert.Equal(1, _observatory.Metric("otelcol_receiver_accepted_spans_total", ("transport", "http")));
        Assert.Equal(0, _observatory.Metric("observatory_otlp_in_flight_bytes"));
    }

    [Fact]
    public async Task Items_that_are_rejected_are_counted_in_the_answer()
    {
        var (status, answer) = await ExportAsync(Request.Replace("eee19b7ec3c1b174", "eee1", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("1", answer.GetProperty("partialSuccess").GetProperty("rejectedSpans").GetString());
        Assert.NotEqual("", answer.GetProperty("partialSuccess").GetProperty("errorMessage").GetString());
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("{", "not JSON")]
    [InlineData("{} {}", "not JSON")]
    [InlineData("{/* no */}", "not JSON")]
    [InlineData("""{"resourceSpans": [{}],}""", "not JSON")]
    [InlineData("""{"resourceSpans": {}}""", "'resourceSpans' must be a list")]
    [InlineData("""{"resourceSpans": [1]}""", "'resourceSpans' must be an object")]
    [InlineData("""{"resourceSpans": [null]}""", "'resourceSpans' must be an object")]
    [InlineData("""{"resourceSpans": [{"schemaUrl": 1}]}""", "'schemaUrl' must be text")]
    [InlineData("""{"resourceSpans": [{"resource": {"droppedAttributesCount": -1}}]}""", "'droppedAttributesCount' must be a whole number that is not negative")]
    [InlineData("""{"resourceSpans": [{"resource": {"droppedAttributesCount": 4294967296}}]}""", "'droppedAttributesCount' must be a number of 32 bits")]
    [InlineData("""{"resourceSpans": [{"resource": {"droppedAttributesCount": 1e999}}]}""", "'droppedAttributesCount' must be")]
    [InlineData("""{"resourceSpans": [{"scopeSpans": [{"spans": [{"kind": "SPAN_KIND_SERVER"}]}]}]}""", "'kind' must be a whole number")]
    [InlineData("""{"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "5b8efff79803810"}]}]}]}""", "'traceId' must be an id in hexadecimal digits")]
    [InlineData("""{"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "W47/95gDgQPSabYzgT/GDA=="}]}]}]}""", "'traceId' must be an id in hexadecimal digits")]
    [InlineData("""{"resourceSpans": [{"scopeSpans": [{"spans": [{"startTimeUnixNano": 1.5}]}]}]}""", "'startTimeUnixNano' must be a whole number")]
    [InlineData("""{"resourceSpans": [{"scopeSpans": [{"spans": [{"startTimeUnixNano": "18446744073709551616"}]}]}]}""", "'startTimeUnixNano' must be a whole number")]
    [InlineData("""{"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [{"key": "k", "value": "plain"}]}]}]}]}""", "'value' must be an object")]
    [InlineData("""{"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [{"key": "k", "value": {"boolValue": "true"}}]}]}]}]}""", "'boolValue' must be true or false")]
    [InlineData("""{"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [{"key": "k", "value": {"bytesValue": "?"}}]}]}]}]}""", "'bytesValue' must be bytes in Base64")]
    [InlineData("""{"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [{"key": "k", "value": {"doubleValue": "1 "}}]}]}]}]}""", "'doubleValue' must be a number")]
    public async Task What_is_not_a_request_is_answered_400_in_JSON_with_the_reason(string body, string reason)
    {
        var (status, answer) = await ExportAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(3, answer.GetProperty("code").GetInt32());
        Assert.Contains(reason, answer.GetProperty("message").GetString(), StringComparison.Ordinal);
        await StillServesAsync();
    }

    [Fact]
    public async Task What_is_nested_without_end_is_answered_400()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"arrayValue": {"values": [""", 5_000));
        foreach (var body in (string[])[new string('[', 100_000), "{\"new\": " + new string('[', 100_000), """{"resourceLogs": [{"resource": {"attributes": [{"key": "k", "value": """ + deep])
        {
            var (status, _) = await ExportAsync(body, "/v1/logs");
            Assert.Equal(HttpStatusCode.BadRequest, status);
        }

        await StillServesAsync();
    }

    [Fact]
    public async Task What_grows_over_the_limit_as_protobuf_is_answered_413_and_its_memory_given_back()
    {
        var bounds = string.Join(',', Enumerable.Repeat('1', 50_000));

        var (status, answer) = await ExportAsync("""{"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"histogram": {"dataPoints": [{"explicitBounds": [""" + bounds + "]}]}}]}]}]}", "/v1/metrics");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, 8), (status, answer.GetProperty("code").GetInt32()));
        Assert.Equal(0, _observatory.Metric("observatory_otlp_in_flight_bytes"));
        await StillServesAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Damaged_requests_are_answered_200_or_400_and_the_store_serves_on(int seed)
    {
        var random = new Random(seed);
        var (taken, refused) = (0, 0);
        for (var i = 0; i < 2_000; i++)
        {
            var body = Encoding.UTF8.GetBytes(Request);
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                body[random.Next(body.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"\"\\{}[],:0-eunlt "[random.Next(16)];
            }

            using var response = await _observatory.ExportAsync(body, contentType: "application/json");
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{response.StatusCode}: {Encoding.UTF8.GetString(body)}");
            (taken, refused) = response.StatusCode == HttpStatusCode.OK ? (taken + 1, refused) : (taken, refused + 1);
        }

        // Neither answer is the rule, so both ways were walked.
        Assert.True(taken > 100 && refused > 100, $"{taken} taken, {refused} refused");
        foreach (var service in (await _observatory.DataAsync("/api/services")).EnumerateArray())
        {
            await _observatory.DataAsync($"/api/traces?service={Uri.EscapeDataString(service.GetString()!)}");
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> ExportAsync(string body, string path = "/v1/traces", string contentType = "application/json")
    {
        using var response = await _observatory.ExportAsync(Encoding.UTF8.GetBytes(body), path, contentType);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }

    private async Task StillServesAsync()
    {
        await _observatory.StoreAsync(new TestSpan { Trace = 0xabcdef, Id = 77 });
        Assert.Single((await _observatory.DataAsync("/api/traces/abcdef")).EnumerateArray());
    }
}
