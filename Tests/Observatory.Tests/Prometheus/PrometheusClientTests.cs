using System.Net;
using System.Net.Sockets;
using Observatory.Prometheus;

namespace Tta.Observatory.Tests.Prometheus;

public sealed class PrometheusClientTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500);
    private readonly FakePrometheus _prometheus = new();

    public void Dispose() => _prometheus.Dispose();

    [Fact]
    public async Task A_query_is_posted_with_its_time_and_its_series_are_read()
    {
        _prometheus.On("/api/v1/query", FakePrometheus.Success("""{"resultType":"vector","result":[{"metric":{"b":"2","__name__":"m","a":"1"},"value":[1700000000.5,"+Inf"]},{"metric":{},"value":[1,"NaN"]}]}"""));

        var result = await Client().QueryAsync("m{a=\"1\"}", Now, default);

        var asked = Assert.Single(_prometheus.Asked);
        Assert.Equal(("/api/v1/query", "m{a=\"1\"}", "1700000000.5"), (asked.Path, asked.Parameters["query"], asked.Parameters["time"]));
        Assert.Equal(["__name__", "a", "b"], result.Series[0].Labels.Keys);
        Assert.Equal((1_700_000_000_500, double.PositiveInfinity), (result.Series[0].Times[0], result.Series[0].Values[0]));
        Assert.True(double.IsNaN(result.Series[1].Values[0]));
    }

    [Fact]
    public async Task A_range_query_gives_step_and_points()
    {
        _prometheus.On("/query_range", FakePrometheus.Matrix(("\"x\":\"y\"", [(100, "1.5"), (115, "-Inf")])));

        var result = await Client().QueryRangeAsync("rate(m[1m])", Now.AddHours(-1), Now, TimeSpan.FromSeconds(15), default);

        var parameters = Assert.Single(_prometheus.Asked).Parameters;
        Assert.Equal(("1699996400.5", "1700000000.5", "15"), (parameters["start"], parameters["end"], parameters["step"]));
        Assert.Equal([100_000.0, 115_000.0], result.Series[0].Times);
        Assert.Equal([1.5, double.NegativeInfinity], result.Series[0].Values);
    }

    [Fact]
    public async Task A_scalar_is_a_series_without_labels()
    {
        _prometheus.On("/query", FakePrometheus.Success("""{"resultType":"scalar","result":[10,"42"]}"""));

        var series = Assert.Single((await Client().QueryAsync("42", Now, default)).Series);

        Assert.Empty(series.Labels);
        Assert.Equal(42, series.Values[0]);
    }

    [Fact]
    public async Task Series_beyond_the_limit_and_native_histograms_are_counted()
    {
        _prometheus.On("/query", FakePrometheus.Success("""{"resultType":"vector","result":[{"metric":{},"histogram":[1,{}]},{"metric":{},"value":[1,"1"]},{"metric":{},"value":[1,"2"]}]}"""));

        var result = await Client(new() { MaxSeries = 1 }).QueryAsync("m", Now, default);

        Assert.Single(result.Series);
        Assert.Equal(2, result.LeftOut);
    }

    [Fact]
    public async Task Exemplars_come_with_their_series_and_their_trace()
    {
        _prometheus.On("/query_exemplars", FakePrometheus.Success("""[{"seriesLabels":{"a":"1"},"exemplars":[{"labels":{"trace_id":"abc"},"value":"0.5","timestamp":1700000000.123}]}]"""));

        var exemplar = Assert.Single(await Client().QueryExemplarsAsync("m", Now.AddHours(-1), Now, default));

        Assert.Equal(("1", "abc", 1_700_000_000_123, 0.5), (exemplar.SeriesLabels["a"], exemplar.Labels["trace_id"], exemplar.Time, exemplar.Value));
    }

    [Fact]
    public async Task Of_too_many_exemplars_some_of_every_series_are_left()
    {
        var series = Enumerable.Range(0, 3).Select(one => $$"""{"seriesLabels":{"a":"{{one}}"},"exemplars":[{{string.Join(',', Enumerable.Range(0, 5_000).Select(at =>
            $$"""{"labels":{"trace_id":"abc"},"value":"0.5","timestamp":{{1_700_000_000 + at}}}"""))}}]}""");
        _prometheus.On("/query_exemplars", FakePrometheus.Success($"[{string.Join(',', series)}]"));

        var found = await Client(new() { MaxItems = 1_000 }).QueryExemplarsAsync("m", Now.AddHours(-1), Now, default);

        Assert.Equal(1_000, found.Count);
        Assert.Equal(["0", "1", "2"], found.Select(one => one.SeriesLabels["a"]).Distinct());
        Assert.All(found.GroupBy(one => one.SeriesLabels["a"]), one => Assert.True(one.Max(e => e.Time) > 1_700_004_980_000));
    }

    [Fact]
    public async Task Values_of_a_label_are_asked_with_the_selector_and_escaped()
    {
        _prometheus.On("/values", FakePrometheus.Success("""["a","b"]"""));

        var values = await Client().LabelValuesAsync("na/me", "m{a=\"&\"}", Now.AddHours(-1), Now, default);

        Assert.Equal(["a", "b"], values);
        var asked = Assert.Single(_prometheus.Asked);
        Assert.Equal(("/api/v1/label/na%2Fme/values", "m{a=\"&\"}"), (asked.Path, asked.Parameters["match[]"]));
    }

    [Fact]
    public async Task Names_of_labels_and_series_are_read()
    {
        _prometheus.On("/labels", FakePrometheus.Success("""["x","y"]""")).On("/series", FakePrometheus.Success("""[{"x":"1"},{"x":"2"}]"""));

        Assert.Equal(["x", "y"], await Client().LabelNamesAsync(null, Now, Now, default));
        Assert.Equal(["1", "2"], (await Client().SeriesAsync("m", Now, Now, default)).Select(s => s["x"]));
    }

    [Fact]
    public async Task Targets_and_alerts_are_read()
    {
        _prometheus
            .On("/targets", FakePrometheus.Success("""{"activeTargets":[{"labels":{"job":"j","instance":"i"},"health":"down","lastError":"refused"}],"droppedTargets":[]}"""))
            .On("/alerts", FakePrometheus.Success("""{"alerts":[{"labels":{"alertname":"Slow","severity":"page"},"annotations":{"summary":"s"},"state":"firing","activeAt":"2026-01-31T12:00:00.5Z","value":"1"}]}"""));

        Assert.Equal(new PrometheusTarget("j", "i", "down", "refused"), Assert.Single(await Client().TargetsAsync(default)));
        var alert = Assert.Single(await Client().AlertsAsync(default));
        Assert.Equal(("Slow", "firing", "s", new DateTimeOffset(2026, 1, 31, 12, 0, 0, 500, TimeSpan.Zero)), (alert.Name, alert.State, alert.Annotations["summary"], alert.ActiveSince));
    }

    [Theory]
    [InlineData("""{"status":"error","errorType":"bad_data","error":"parse error at 3"}""", "Prometheus: parse error at 3")]
    [InlineData("<html>", "127.0.0.1:9090 answered 400 with what no Prometheus answers")]
    [InlineData("""{"status":"success","data":[]}""", "127.0.0.1:9090 answered 400 with what no Prometheus answers")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"x"]}]}}""", "127.0.0.1:9090 answered 400 with what no Prometheus answers")]
    [InlineData("[]", "127.0.0.1:9090 answered 400 with what no Prometheus answers")]
    public async Task What_is_no_answer_is_said(string body, string message)
    {
        _prometheus.On("/query", body, HttpStatusCode.BadRequest);

        var error = await Assert.ThrowsAsync<PrometheusException>(() => Client().QueryAsync("m", Now, default));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task A_Prometheus_that_is_not_there_is_said_with_its_address()
    {
        _prometheus.On("/query", _ => throw new HttpRequestException("failed", new SocketException((int)SocketError.ConnectionRefused)));

        var error = await Assert.ThrowsAsync<PrometheusException>(() => Client().QueryAsync("m", Now, default));

        Assert.StartsWith("Prometheus can't be reached at 127.0.0.1:9090: Connection refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address_every_question_says_which_setting_is_missing()
    {
        using var client = new PrometheusClient(null);

        var error = await Assert.ThrowsAsync<PrometheusException>(() => client.TargetsAsync(default));

        Assert.Contains("OBSERVATORY__PROMETHEUS", error.Message, StringComparison.Ordinal);
        Assert.False(client.IsConfigured);
    }

    [Fact]
    public async Task A_slow_answer_is_given_up()
    {
        _prometheus.On("/query", async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        });

        var error = await Assert.ThrowsAsync<PrometheusException>(() => Client(new() { Timeout = TimeSpan.FromMilliseconds(1) }).QueryAsync("m", Now, default));

        Assert.Contains("did not answer within", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_who_leaves_cancels_the_question()
    {
        using var leaving = new CancellationTokenSource();
        _prometheus.On("/query", async cancellation =>
        {
            await leaving.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client().QueryAsync("m", Now, leaving.Token));
    }

    [Fact]
    public async Task A_larger_answer_than_allowed_is_refused()
    {
        _prometheus.On("/query", FakePrometheus.Vector([.. Enumerable.Range(0, 50).Select(i => ($"\"i\":\"{i}\"", 1.0))]));

        var error = await Assert.ThrowsAsync<PrometheusException>(() => Client(new() { MaxAnswerBytes = 1000 }).QueryAsync("m", Now, default));

        Assert.Contains("is larger than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_so_many_questions_are_under_way_at_once()
    {
        var (running, most) = (0, 0);
        var gate = new TaskCompletionSource();
        var full = new TaskCompletionSource();
        _prometheus.On("/query", async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            if (running >= 2)
            {
                full.TrySetResult();
            }

            await gate.Task;
            Interlocked.Decrement(ref running);
            return FakePrometheus.Answer(FakePrometheus.Vector());
        });
        var client = Client(new() { MaxConcurrent = 2 });

        var all = Enumerable.Range(0, 6).Select(_ => client.QueryAsync("m", Now, default)).ToList();
        await full.Task;
        gate.SetResult();
        await Task.WhenAll(all);

        Assert.Equal(2, most);
        Assert.Equal(6, _prometheus.Asked.Count);
    }

    private PrometheusClient Client(PrometheusLimits? limits = null) => new(FakePrometheus.Address, _prometheus, limits);
}
