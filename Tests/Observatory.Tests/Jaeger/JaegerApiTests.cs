using System.Net;
using System.Text.Json;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Jaeger;

public sealed class JaegerApiTests : IAsyncLifetime
{
    private static readonly UInt128 Long = new(0x00ab, 0x01);
    private readonly TemporaryDirectory _data = new();
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync()
    {
        _observatory = await TestObservatory.StartAsync(_data.Path);
        await _observatory.StoreAsync(
            new TestSpan { Trace = 1, Id = 1, Service = "web", Name = "GET /", Kind = 2, Duration = TimeSpan.FromMilliseconds(100), Attributes = [("http.status", 200)] },
            new TestSpan { Trace = 1, Id = 2, Parent = 1, Service = "web", Name = "call", Kind = 3, Start = TimeSpan.FromMilliseconds(10) },
            new TestSpan { Trace = 1, Id = 3, Parent = 2, Service = "bank", Name = "POST /pay", Kind = 2, Start = TimeSpan.FromMilliseconds(12), Status = 2 },
            new TestSpan { Trace = Long, Id = 4, Service = "web", Name = "GET /", Kind = 2, Start = TimeSpan.FromSeconds(60), Attributes = [("http.status", 500)] });
    }

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Theory]
    [InlineData("/api/services", """{"data":["bank","web"],"total":2,"limit":0,"offset":0,"errors":null}""")]
    [InlineData("/api/services/web/operations", """{"data":["GET /","call"],"total":2,"limit":0,"offset":0,"errors":null}""")]
    [InlineData("/api/services/nobody/operations", """{"data":[],"total":0,"limit":0,"offset":0,"errors":null}""")]
    [InlineData(
        "/api/operations?service=web",
        """{"data":[{"name":"GET /","spanKind":"server"},{"name":"call","spanKind":"client"}],"total":2,"limit":0,"offset":0,"errors":null}""")]
    [InlineData("/api/operations?service=web&spanKind=client", """{"data":[{"name":"call","spanKind":"client"}],"total":1,"limit":0,"offset":0,"errors":null}""")]
    [InlineData("/api/dependencies", """{"data":[],"total":0,"limit":0,"offset":0,"errors":null}""")]
    [InlineData("/api/dependencies?endTs=1772366460000&lookback=120000", """{"data":[{"parent":"web","child":"bank","callCount":1}],"total":0,"limit":0,"offset":0,"errors":null}""")]
    [InlineData("/api/dependencies?endTs=1772366460000&lookback=120000&service=other", """{"data":[],"total":0,"limit":0,"offset":0,"errors":null}""")]
    [InlineData("/api/traces?service=nobody", """{"data":[],"total":0,"limit":0,"offset":0,"errors":null}""")]
    public async Task An_answer_is_as_Jaeger_writes_it(string path, string expected)
    {
        using var response = await _observatory.Http.GetAsync(_observatory.Uri(ListenerRoles.Jaeger, path));

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_service_may_have_any_name()
    {
        const string name = "team/<a> & \"b\"?%";
        await _observatory.StoreAsync(new TestSpan { Trace = 7, Id = 7, Service = name, Name = "work" });

        var operations = await _observatory.DataAsync($"/api/services/{Uri.EscapeDataString(name)}/operations");

        Assert.Equal("work", Assert.Single(operations.EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_trace_is_as_Jaeger_writes_it()
    {
        await _observatory.StoreAsync(new TestSpan
        {
            Trace = new(0x1122334455667788, 0x99aabbccddeeff00),
            Id = 0x0a,
            Parent = 0x0b,
            Service = "exact",
            Scope = "lib",
            Name = "work",
            Kind = 5,
            Status = 2,
            StatusMessage = "no",
            TraceState = "a=b",
            Duration = TimeSpan.FromTicks(12_345),
            Attributes = [("s", "<é>"), ("b", true), ("i", -5), ("big", long.MaxValue), ("d", 2.5), ("nan", double.NaN), ("bytes", new byte[] { 1, 2 }),
                ("list", TestSpan.ArrayOf("x", 1))],
            Events = [("moment", TimeSpan.FromMilliseconds(1), [("why", "because")])],
            Links = [(0xcc, 0xdd)],
            Resource = [("host", "h")],
        });
        const string expected = """
            {"traceID":"112233445566778899aabbccddeeff00","spans":[{"traceID":"112233445566778899aabbccddeeff00","spanID":"000000000000000a","operationName":"work",
            "references":[{"refType":"CHILD_OF","traceID":"112233445566778899aabbccddeeff00","spanID":"000000000000000b"},
            {"refType":"FOLLOWS_FROM","traceID":"00000000000000cc","spanID":"00000000000000dd"}],
            "startTime":1772366400000000,"duration":1234,"tags":[
            {"key":"otel.scope.name","type":"string","value":"lib"},{"key":"otel.scope.version","type":"string","value":"1.2.3"},
            {"key":"s","type":"string","value":"<é>"},{"key":"b","type":"bool","value":true},{"key":"i","type":"int64","value":-5},
            {"key":"big","type":"int64","value":"9223372036854775807"},{"key":"d","type":"float64","value":2.5},{"key":"nan","type":"string","value":"NaN"},
            {"key":"bytes","type":"binary","value":"AQI="},{"key":"list","type":"string","value":"[\"x\",1]"},
            {"key":"span.kind","type":"string","value":"consumer"},{"key":"otel.status_code","type":"string","value":"ERROR"},{"key":"error","type":"bool","value":true},
            {"key":"otel.status_description","type":"string","value":"no"},{"key":"w3c.tracestate","type":"string","value":"a=b"}],
            "logs":[{"timestamp":1772366400001000,"fields":[{"key":"event","type":"string","value":"moment"},{"key":"why","type":"string","value":"because"}]}],
            "processID":"p1","warnings":null}],"processes":{"p1":{"serviceName":"exact","tags":[{"key":"host","type":"string","value":"h"}]}},"warnings":null}
            """;

        var data = await _observatory.DataAsync("/api/traces/112233445566778899aabbccddeeff00");

        using var document = JsonDocument.Parse(expected.ReplaceLineEndings(""));
        Assert.Equal(JsonSerializer.Serialize(document.RootElement), JsonSerializer.Serialize(data[0]));
    }

    [Fact]
    public async Task A_root_without_anything_has_empty_lists()
    {
        await _observatory.StoreAsync(new TestSpan { Trace = 0xff, Id = 5, Scope = null, Kind = 0 });

        var span = (await _observatory.DataAsync("/api/traces/ff"))[0].GetProperty("spans")[0];

        Assert.Equal("00000000000000ff", span.GetProperty("traceID").GetString());
        Assert.All((string[])["references", "tags", "logs"], name => Assert.Equal(0, span.GetProperty(name).GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, span.GetProperty("warnings").ValueKind);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0000000000000001")]
    [InlineData("00000000000000000000000000000001")]
    public async Task A_trace_id_may_be_written_short(string id) => Assert.Single((await _observatory.DataAsync($"/api/traces/{id}")).EnumerateArray());

    [Theory]
    [InlineData("service=web", "00000000000000ab0000000000000001", "0000000000000001")]
    [InlineData("service=web&limit=1", "00000000000000ab0000000000000001")]
    [InlineData("service=bank", "0000000000000001")]
    [InlineData("service=web&operation=call", "0000000000000001")]
    [InlineData("service=web&tag=http.status:500", "00000000000000ab0000000000000001")]
    [InlineData("service=web&tags={\"http.status\":\"200\",\"span.kind\":\"server\"}", "0000000000000001")]
    [InlineData("service=web&tags={\"http.status\":200}", "0000000000000001")]
    [InlineData("service=bank&tag=error:true", "0000000000000001")]
    [InlineData("service=web&tag=error:true")]
    [InlineData("service=web&minDuration=50ms", "0000000000000001")]
    [InlineData("service=web&operation=GET /&maxDuration=0.05s", "00000000000000ab0000000000000001")]
    [InlineData("service=web&start=1772366430000000", "00000000000000ab0000000000000001")]
    [InlineData("service=web&end=1772366430000000", "0000000000000001")]
    [InlineData("service=web&start=1772366400000000&end=1772366400000000", "0000000000000001")]
    [InlineData("service=web&lookback=1h")]
    [InlineData("traceID=1&traceID=ab0000000000000001", "0000000000000001", "00000000000000ab0000000000000001")]
    public async Task A_search_finds_the_traces_the_newest_first(string query, params string[] expected)
    {
        var data = await _observatory.DataAsync($"/api/traces?{query}");
        Assert.Equal(expected, data.EnumerateArray().Select(t => t.GetProperty("traceID").GetString()));
    }

    [Fact]
    public async Task Asking_for_several_traces_names_those_that_are_not_there()
    {
        var (status, json) = await _observatory.JaegerAsync("/api/traces?traceID=1&traceID=99");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Single(json.GetProperty("data").EnumerateArray());
        Assert.Equal("""[{"msg":"trace not found","traceID":"0000000000000099"}]""", json.GetProperty("errors").GetRawText());
    }

    [Theory]
    [InlineData("/api/traces/99", 404, "trace not found")]
    [InlineData("/api/traces/xyz", 400, "traceID")]
    [InlineData("/api/traces/000000000000000000000000000000001", 400, "traceID")]
    [InlineData("/api/traces", 400, "parameter 'service' is required")]
    [InlineData("/api/operations", 400, "parameter 'service' is required")]
    [InlineData("/api/operations?service=web&spanKind=odd", 400, "unsupported span kind: 'odd'")]
    [InlineData("/api/traces?service=web&limit=0", 400, "limit")]
    [InlineData("/api/traces?service=web&limit=many", 400, "limit")]
    [InlineData("/api/traces?service=web&limit=100000", 400, "limit")]
    [InlineData("/api/traces?service=web&start=yesterday", 400, "start")]
    [InlineData("/api/traces?service=web&end=99999999999999999999", 400, "end")]
    [InlineData("/api/traces?service=web&lookback=long", 400, "lookback")]
    [InlineData("/api/traces?service=web&minDuration=5", 400, "minDuration")]
    [InlineData("/api/traces?service=web&maxDuration=-5ms", 400, "maxDuration")]
    [InlineData("/api/traces?service=web&minDuration=2s&maxDuration=1s", 400, "'maxDuration' should be greater than 'minDuration'")]
    [InlineData("/api/traces?service=web&tag=nocolon", 400, "malformed 'tag' parameter, expecting key:value, received: nocolon")]
    [InlineData("/api/traces?service=web&tags=nojson", 400, "malformed 'tags' parameter, cannot unmarshal JSON")]
    [InlineData("/api/traces?service=web&tags=[1]", 400, "malformed 'tags' parameter")]
    [InlineData("/api/traces?service=web&tags={\"a\":{}}", 400, "malformed 'tags' parameter")]
    [InlineData("/api/traces?traceID=0", 400, "traceID")]
    [InlineData("/api/dependencies?endTs=now", 400, "endTs")]
    [InlineData("/api/dependencies?lookback=1h", 400, "lookback")]
    public async Task What_can_not_be_answered_is_an_error_in_Jaegers_shape(string path, int status, string says)
    {
        var (answered, json) = await _observatory.JaegerAsync(path);

        Assert.Equal(status, (int)answered);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("data").ValueKind);
        var error = json.GetProperty("errors")[0];
        Assert.Equal(status, error.GetProperty("code").GetInt32());
        Assert.Contains(says, error.GetProperty("msg").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_answers_on_the_UI_address_too()
    {
        var text = await _observatory.Http.GetStringAsync(_observatory.Uri(ListenerRoles.Ui, "/api/services"));
        Assert.Contains("web", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pretty_printing_is_done_when_asked_for()
    {
        var text = await _observatory.Http.GetStringAsync(_observatory.Uri(ListenerRoles.Jaeger, "/api/services?prettyPrint=true"));
        Assert.Contains("\n    \"data\": [", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_of_many_spans_comes_whole()
    {
        for (var batch = 0; batch < 5; batch++)
        {
            await _observatory.StoreAsync([.. Enumerable.Range(1, 1_000).Select(i => new TestSpan
            {
                Trace = 0xbbb, Id = (ulong)((batch * 1_000) + i), Service = $"s{batch}", Attributes = [("filler", new string('y', 300))],
            })]);
        }

        var trace = (await _observatory.DataAsync("/api/traces/bbb"))[0];

        Assert.Equal(5_000, trace.GetProperty("spans").EnumerateArray().Select(s => s.GetProperty("spanID").GetString()).Distinct().Count());
        Assert.Equal(5, trace.GetProperty("processes").EnumerateObject().Count());
    }
}
