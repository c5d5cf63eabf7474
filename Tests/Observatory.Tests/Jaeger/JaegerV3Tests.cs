using System.Net;
using System.Text.Json;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Jaeger;

/// <summary>What today's page of Jaeger asks, in the forms that Jaeger 2 answers.</summary>
public sealed class JaegerV3Tests : IAsyncLifetime
{
    private const string Window = "query.startTimeMin=2026-03-01T11:00:00Z&query.startTimeMax=2026-03-01T13:00:00.000000001Z";
    private readonly TemporaryDirectory _data = new();
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync()
    {
        _observatory = await TestObservatory.StartAsync(_data.Path);
        await _observatory.StoreAsync(
            new TestSpan { Trace = 1, Id = 1, Name = "root", Service = "front", Kind = 2, Duration = TimeSpan.FromSeconds(1), Attributes = [("k", "v"), ("n", 7L)] },
            new TestSpan { Trace = 1, Id = 2, Parent = 1, Name = "call", Service = "back", Kind = 3, Status = 2, StatusMessage = "no", Start = TimeSpan.FromMilliseconds(1) },
            new TestSpan { Trace = 1, Id = 3, Parent = 99, Name = "orphan", Service = "back", Kind = 0, Start = TimeSpan.FromMilliseconds(2) });
        await _observatory.StoreAsync(new TestSpan { Trace = 2, Id = 4, Name = "later", Service = "front", Start = TimeSpan.FromMinutes(1), Links = [(1, 2)] });
    }

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Services_and_operations_have_their_names_and_kinds()
    {
        Assert.Equal("""{"services":["back","front"]}""", await TextAsync("services"));
        Assert.Equal(
            """{"operations":[{"name":"call","spanKind":"client"},{"name":"orphan","spanKind":"internal"}]}""", await TextAsync("operations?service=back"));
        Assert.Equal("""{"operations":[{"name":"call","spanKind":"client"}]}""", await TextAsync("operations?service=back&span_kind=client"));
        Assert.Equal("""{"operations":[]}""", await TextAsync("operations"));
    }

    [Theory]
    [InlineData("query.serviceName=front")]
    [InlineData("query.service_name=front&query.num_traces=5")]
    [InlineData("")]
    public async Task A_search_finds_a_line_for_each_trace_the_newest_first(string query)
    {
        var summaries = JsonDocument.Parse(await TextAsync($"trace-summaries?{Window}&{query}")).RootElement.GetProperty("summaries");

        Assert.Equal(2, summaries.GetArrayLength());
        Assert.Equal("later", summaries[0].GetProperty("rootOperationName").GetString());
        Assert.Equal(
            """
            {"traceId":"00000000000000000000000000000001","rootServiceName":"front","rootOperationName":"root","minStartTimeUnixNano":"1772366400000000000","maxEndTimeUnixNano":"1772366401000000000","spanCount":3,"errorSpanCount":1,"orphanSpanCount":1,"services":[{"name":"back","spanCount":2,"errorSpanCount":1},{"name":"front","spanCount":1,"errorSpanCount":0}]}
            """,
            summaries[1].GetRawText());
    }

    [Theory]
    [InlineData("query.serviceName=back&query.operationName=call", 1)]
    [InlineData("query.serviceName=back&query.operationName=root", 0)]
    [InlineData("query.attributes=%7B%22k%22%3A%22v%22%2C%22n%22%3A7%7D", 1)]
    [InlineData("query.durationMin=500ms", 1)]
    [InlineData("query.durationMax=500ms&query.serviceName=front", 1)]
    [InlineData("query.searchDepth=1", 1)]
    public async Task A_search_finds_what_is_asked_for(string query, int traces) => Assert.Equal(
        traces, JsonDocument.Parse(await TextAsync($"trace-summaries?{Window}&{query}")).RootElement.GetProperty("summaries").GetArrayLength());

    [Fact]
    public async Task A_trace_is_in_OTLPs_own_form()
    {
        var text = await TextAsync("traces/1");

        using var answer = JsonDocument.Parse(text);
        var resources = answer.RootElement.GetProperty("result").GetProperty("resourceSpans");
        Assert.Equal(2, resources.GetArrayLength());
        Assert.Equal(
            """
            {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"front"}}]},"scopeSpans":[{"scope":{"name":"scope","version":"1.2.3"},"spans":[{"traceId":"00000000000000000000000000000001","spanId":"0000000000000001","name":"root","kind":2,"startTimeUnixNano":"1772366400000000000","endTimeUnixNano":"1772366401000000000","attributes":[{"key":"k","value":{"stringValue":"v"}},{"key":"n","value":{"intValue":"7"}}]}]}]}
            """,
            resources[0].GetRawText());
        Assert.Contains("\"status\":{\"message\":\"no\",\"code\":2}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_can_be_sent_again()
    {
        using var answer = JsonDocument.Parse(await TextAsync($"traces?{Window}"));
        var request = System.Text.Encoding.UTF8.GetBytes(answer.RootElement.GetProperty("result").GetRawText());

        using var response = await _observatory.ExportAsync(request, contentType: "application/json");

        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        Assert.Equal(4, _observatory.Metric("observatory_spans_duplicate_total"));
    }

    [Theory]
    [InlineData("traces/xyz", HttpStatusCode.BadRequest, "trace_id")]
    [InlineData("traces/abc", HttpStatusCode.NotFound, "No traces found")]
    [InlineData("traces?query.serviceName=x", HttpStatusCode.BadRequest, "query.startTimeMin and query.startTimeMax are required")]
    [InlineData("traces?" + Window + "&query.serviceName=nobody", HttpStatusCode.NotFound, "No traces found")]
    [InlineData("trace-summaries?" + Window + "&query.searchDepth=abc", HttpStatusCode.BadRequest, "query.searchDepth")]
    [InlineData("trace-summaries?" + Window + "&query.searchDepth=0", HttpStatusCode.BadRequest, "query.searchDepth")]
    [InlineData("trace-summaries?" + Window + "&query.durationMin=5", HttpStatusCode.BadRequest, "query.durationMin")]
    [InlineData("trace-summaries?" + Window + "&query.durationMin=5s&query.durationMax=1s", HttpStatusCode.BadRequest, "query.durationMax")]
    [InlineData("trace-summaries?" + Window + "&query.attributes=abc", HttpStatusCode.BadRequest, "query.attributes")]
    [InlineData("trace-summaries?query.startTimeMin=1&query.startTimeMax=2", HttpStatusCode.BadRequest, "query.startTimeMin")]
    [InlineData("operations?service=x&span_kind=odd", HttpStatusCode.BadRequest, "span_kind")]
    public async Task What_can_not_be_answered_is_an_error_in_its_form(string path, HttpStatusCode status, string says)
    {
        using var response = await _observatory.Http.GetAsync(Uri(path));

        Assert.Equal(status, response.StatusCode);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal((int)status, error.GetProperty("httpCode").GetInt32());
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_of_traces_are_said_not_to_be_here()
    {
        var (status, json) = await _observatory.JaegerAsync("/api/metrics/calls?service=front");

        Assert.Equal(HttpStatusCode.NotImplemented, status);
        Assert.Equal(501, json.GetProperty("errors")[0].GetProperty("code").GetInt32());
    }

    private Uri Uri(string path) => _observatory.Uri(ListenerRoles.Jaeger, "/api/v3/" + path);

    private Task<string> TextAsync(string path) => _observatory.Http.GetStringAsync(Uri(path));
}
