using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Times;
using Observatory.Dashboards.Variables;
using Observatory.Prometheus;
using Tta.Observatory.Tests.Prometheus;

namespace Tta.Observatory.Tests.Dashboards;

public sealed class VariableTests : IDisposable
{
    private static readonly DashboardTime Time = DashboardTime.TryParse("now-1h", "now", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000))!;
    private readonly FakePrometheus _prometheus = new();

    public void Dispose() => _prometheus.Dispose();

    [Theory]
    [InlineData("$v", "promql", "(a\\\\.b|c)")]
    [InlineData("${v}", "promql", "(a\\\\.b|c)")]
    [InlineData("[[v]]", "glob", "{a.b,c}")]
    [InlineData("${v:regex}", "glob", "(a\\.b|c)")]
    [InlineData("${v:pipe}", "promql", "a.b|c")]
    [InlineData("${v:csv}", "promql", "a.b,c")]
    [InlineData("${v:raw}", "promql", "a.b,c")]
    [InlineData("${v:json}", "promql", "[\"a.b\",\"c\"]")]
    [InlineData("${v:singlequote}", "promql", "'a.b','c'")]
    [InlineData("${v:doublequote}", "promql", "\"a.b\",\"c\"")]
    [InlineData("${v:queryparam}", "glob", "var-v=a.b&var-v=c")]
    [InlineData("${v:text}", "glob", "a.b + c")]
    [InlineData("${v}", "logql", "a\\\\.b|c")]
    [InlineData("$unknown ${unknown:csv} $5", "promql", "$unknown ${unknown:csv} $5")]
    public void Several_values_are_written_in_the_format_asked_for(string text, string format, string expected) =>
        Assert.Equal(expected, Scope.Empty.With(new Dictionary<string, VariableValue> { ["v"] = new(["a.b", "c"], IsList: true) }).Fill(text, format));

    [Fact]
    public void The_text_for_all_values_is_used_as_it_is()
    {
        var scope = Scope.Empty.With(new Dictionary<string, VariableValue> { ["v"] = new([], true, ".*") });

        Assert.Equal("x=~\".*\"", scope.Fill("x=~\"$v\"", "promql"));
        Assert.Equal("?v=.%2A&var-v=%24__all", scope.Fill("?v=$v&${v:queryparam}", "percentencode"));
    }

    [Fact]
    public void A_value_from_the_address_cannot_end_the_text_that_it_stands_in()
    {
        var scope = Scope.Empty.With(new Dictionary<string, VariableValue> { ["v"] = new(["a\"}) or vector(1) #"], IsList: true) });

        Assert.Equal("m{x=~\"a\\\"\\\\}\\\\) or vector\\\\(1\\\\) #\"}", scope.Fill("m{x=~\"$v\"}", "promql"));
    }

    [Fact]
    public void Built_in_variables_tell_time_and_step()
    {
        var scope = Scope.Empty.With(Time).WithStep(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5));

        Assert.Equal(
            "15s 15000 20s 3600s 3600 3600000 1699996400000 1700000000000",
            scope.Fill("$__interval $__interval_ms $__rate_interval $__range $__range_s ${__range_ms} $__from ${__to}"));
        Assert.Equal("/d/x?from=now-1h&to=now", scope.Fill("/d/x?${__url_time_range}", "percentencode"));
        Assert.Equal("2023-11-14T21:13:20.000Z 1699996400", scope.Fill("${__from:date:iso} ${__from:date:seconds}"));
    }

    [Theory]
    [InlineData("", 1, "a10,a2,b1")]
    [InlineData("", 2, "b1,a2,a10")]
    [InlineData("", 3, "b1,a2,a10")]
    [InlineData("", 0, "b1,a10,a2")]
    [InlineData("/a(\\d+)/", 3, "2,10")]
    [InlineData("a", 1, "a10,a2")]
    [InlineData("/(?<value>.)(?<text>\\d+)/", 0, "b,a")]
    [InlineData("/[/", 1, "a10,a2,b1")]
    public void Values_are_picked_by_a_pattern_and_sorted(string regex, int sort, string expected) =>
        Assert.Equal(expected, string.Join(',', VariableQuery.Shape(["b1", "a10", "a2"], regex, sort).Select(o => o.Value)));

    [Fact]
    public async Task Values_come_from_label_values_and_the_address_chooses_among_them()
    {
        _prometheus.On("/label/host/values", FakePrometheus.Success("""["a","b","c"]"""));
        var variable = Query("h", "label_values(up{job=\"x\"}, host)") with { IsMulti = true, IncludesAll = true, AllValue = ".*", Current = ["$__all"] };

        var all = await ResolveAsync([variable]);
        var chosen = await ResolveAsync([variable], ("var-h", ["a", "c", ""]));
        var none = await ResolveAsync([variable], ("var-h", [""]));
        var foreign = await ResolveAsync([variable], ("var-h", ["z"]));

        Assert.Equal("up{job=\"x\"}", _prometheus.Asked.First().Parameters["match[]"]);
        Assert.Equal((true, ".*"), (all[0].IsAll, all[0].Value.Raw));
        Assert.Equal(["a", "c"], chosen[0].Selected);
        Assert.True(none[0].IsAll);
        Assert.Equal(["z"], foreign[0].Value.Values);
    }

    [Fact]
    public async Task All_without_a_text_of_its_own_is_every_value()
    {
        _prometheus.On("/values", FakePrometheus.Success("""["a","b"]"""));

        var found = await ResolveAsync([Query("h", "label_values(host)") with { IncludesAll = true, Current = ["$__all"] }]);

        Assert.Equal("(a|b)", Scope.Empty.With(found.ToDictionary(f => f.Definition.Name, f => f.Value)).Fill("$h", "promql"));
    }

    [Fact]
    public async Task A_variable_waits_for_those_that_it_depends_on()
    {
        _prometheus.On("/label/job/values", FakePrometheus.Success("""["j1","j2"]""")).On("/label/host/values", p => p.GetValueOrDefault("match[]") == "up{job=\"j2\"}", FakePrometheus.Success("""["h2"]"""));

        var found = await ResolveAsync([Query("host", "label_values(up{job=\"$job\"}, host)"), Query("job", "label_values(job)")], ("var-job", ["j2"]));

        Assert.Equal(["h2"], found[0].Selected);
    }

    [Fact]
    public async Task Variables_in_a_circle_are_resolved_all_the_same()
    {
        var found = await ResolveAsync([Query("a", "label_values(m{x=\"$b\"}, l)"), Query("b", "label_values(m{x=\"$a\"}, l)")]);

        Assert.Equal(2, found.Count);
    }

    [Fact]
    public async Task Other_questions_are_label_names_metrics_results_and_series()
    {
        _prometheus.On("/labels", FakePrometheus.Success("""["l1"]""")).On("/label/__name__/values", FakePrometheus.Success("""["aa","ab","b"]"""))
            .On("/query", FakePrometheus.Vector(("\"__name__\":\"m\",\"x\":\"1\"", 5))).On("/series", FakePrometheus.Success("""[{"__name__":"s","x":"2"}]"""));

        var found = await ResolveAsync(
        [
            Query("n", "label_names()"), Query("m", "metrics(^a)"), Query("q", "query_result(topk(1, m))") with { Regex = "/x=\"(\\d)\"/" }, Query("s", "s{x!=\"\"}") with { Regex = "/x=\"(\\d)\"/" },
        ]);

        Assert.Equal(["l1", "aa,ab", "1", "2"], found.Select(f => string.Join(',', f.Options.Select(o => o.Value))));
    }

    [Fact]
    public async Task A_question_without_an_answer_leaves_the_variable_with_its_error()
    {
        _prometheus.On("/values", """{"status":"error","error":"no such thing"}""");

        var found = (await ResolveAsync([Query("h", "label_values(host)") with { IncludesAll = true, Current = ["$__all"] }]))[0];

        Assert.Equal("Prometheus: no such thing", found.Error);
        Assert.Equal(".*", found.Value.Raw);
    }

    [Fact]
    public async Task Lists_texts_constants_and_intervals_need_no_question()
    {
        var found = await ResolveAsync(
        [
            new() { Name = "c", Type = "custom", Query = "One : 1, two\\, three, four", Current = ["gone"] },
            new() { Name = "t", Type = "textbox", Query = "typed" },
            new() { Name = "k", Type = "constant", Query = "42" },
            new() { Name = "i", Type = "interval", Query = "1m,10m", Current = ["10m"] },
            new() { Name = "d", Type = "datasource", Source = new("prometheus", null), Current = ["prom-1"] },
            new() { Name = "a", Type = "adhoc" },
        ], ("var-k", ["43"]), ("var-t", ["other"]));

        Assert.Equal([("One", "1"), ("two, three", "two, three"), ("four", "four")], found[0].Options.Select(o => (o.Text, o.Value)));
        Assert.Equal(["1", "other", "42", "10m", "prom-1"], found.Take(5).Select(f => Assert.Single(f.Selected)));
        Assert.Equal("A variable of type adhoc is not known here", found[5].Error);
        Assert.Empty(_prometheus.Asked);
    }

    [Fact]
    public async Task An_address_cannot_choose_without_end()
    {
        var values = Enumerable.Range(0, 5000).Select(i => i.ToString(CultureInfo.InvariantCulture)).Append(new string('x', 5000)).ToArray();

        var found = (await ResolveAsync([new() { Name = "c", Type = "custom", Query = "1", IsMulti = true }], ("var-c", values)))[0];

        Assert.Equal(200, found.Selected.Count);
    }

    private static DashboardVariable Query(string name, string query) => new() { Name = name, Type = "query", Query = query };

    private async Task<IReadOnlyList<BoardVariable>> ResolveAsync(DashboardVariable[] variables, params (string Name, string[] Values)[] address)
    {
        using var client = new PrometheusClient(FakePrometheus.Address, new Unowned(_prometheus));
        var query = new QueryCollection(address.ToDictionary(a => a.Name, a => new StringValues(a.Values)));
        return await new VariableResolver(client, new() { Uid = "b", Title = "B", Variables = variables }, query, Time).ResolveAsync(default);
    }

    // A client disposes its handler; this one is asked again.
    private sealed class Unowned(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _inner.SendAsync(request, cancellationToken);
    }
}
