using System.Net;
using System.Text;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Ingest;

/// <summary>What senders leave out, get wrong or put otherwise: it is kept as it is meant, or refused with a reason.</summary>
public sealed class OddSenderTests : IDisposable
{
    private const ulong End = 1_795_801_501_000_000_000;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_span_without_a_start_is_where_it_ended_and_has_no_duration()
    {
        using var store = new TestStore(_directory.Path);

        Assert.Equal(1, store.Send(Times(0, End)).Accepted);

        var entry = store.Reader.Read(1)!.Spans.Single().Entry;
        Assert.Equal((End, 0UL), (entry.StartNanos, entry.DurationNanos));
        Assert.Equal(1, store.Send(Times(0, End)).Accepted);
        Assert.Equal(1, store.Store.Counts.Duplicates);
    }

    [Theory]
    [InlineData(0, 0, "neither a start nor an end")]
    [InlineData(1, ulong.MaxValue - 1, "after the year 2262")]
    [InlineData(ulong.MaxValue, 0, "after the year 2262")]
    [InlineData(1UL << 63, 1UL << 63, "after the year 2262")]
    public void A_span_of_no_possible_time_is_rejected_with_the_reason(ulong start, ulong end, string says)
    {
        using var store = new TestStore(_directory.Path);

        var outcome = store.Send(Times(start, end));

        Assert.Equal((0, 1), (outcome.Accepted, outcome.Rejected));
        Assert.Contains(says, outcome.Message, StringComparison.Ordinal);
        Assert.Equal(0, store.Store.Size.Spans);
    }

    [Theory]
    [InlineData("error", "Error")]
    [InlineData("WARNING", "Warn")]
    [InlineData("Information", "Info")]
    [InlineData("crit", "Fatal")]
    [InlineData("notice", "Info")]
    [InlineData("dbug", "Debug")]
    [InlineData("loud", "Unspecified")]
    [InlineData("17", "Unspecified")]
    public void A_level_given_only_as_text_is_that_level(string text, string level)
    {
        using var logs = new Logs.Support.LogsHarness();

        logs.Send(new Proto().String(3, text).Message(5, Proto.AnyValue("words")));

        Assert.Equal(level, logs.Search().Single().GetProperty("level").GetString());
    }

    [Fact]
    public void A_clock_that_is_far_ahead_once_does_not_lock_its_series()
    {
        var harness = new MetricsHarness();
        void Send(double value, double time) => harness.Send(Gauge("g", "", "", new Proto().Fixed64(3, At(time)).Double(4, value)));

        Send(3, time: 4e6);
        harness.Time.Advance(TimeSpan.FromSeconds(2));
        Send(4, time: 1);

        Assert.Equal(4, harness.Sample("g{instance=\"shop-1\",job=\"shop\"}"));
    }

    [Fact]
    public void A_delta_of_a_clock_ahead_that_is_sent_twice_counts_once()
    {
        var harness = new MetricsHarness();
        foreach (var time in (double[])[4e6, 4e6, 5e6])
        {
            harness.Send(Sum("c", "", "", true, Delta, Number(5, time, 0)));
            harness.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(10, harness.Sample("c_total{instance=\"shop-1\",job=\"shop\"}"));
    }

    [Fact]
    public async Task Json_in_snake_case_is_stored_as_well()
    {
        const string json = """
            {"resource_spans":[{"resource":{"attributes":[{"key":"service.name","value":{"string_value":"snake"}}]},
             "scope_spans":[{"spans":[{"trace_id":"5b8efff798038103d269b633813fc60c","span_id":"eee19b7ec3c1b174","name":"x",
             "start_time_unix_nano":"1795801500000000000","end_time_unix_nano":"1795801501000000000"}]}]}]}
            """;
        await using var observatory = await TestObservatory.StartAsync(_directory.Path);

        using var response = await observatory.ExportAsync(Encoding.UTF8.GetBytes(json), contentType: "application/json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var trace = await observatory.DataAsync("/api/traces/5b8efff798038103d269b633813fc60c");
        Assert.Equal(1_000_000, trace[0].GetProperty("spans")[0].GetProperty("duration").GetInt64());
        Assert.Equal("snake", (await observatory.DataAsync("/api/services"))[0].GetString());
    }

    [Theory]
    [InlineData("""{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c"}]}""")]
    [InlineData("""{"resourceLogs":[]}""")]
    public async Task Json_with_nothing_of_the_request_is_an_error_that_says_what_belongs_there(string json)
    {
        await using var observatory = await TestObservatory.StartAsync(_directory.Path);

        using var response = await observatory.ExportAsync(Encoding.UTF8.GetBytes(json), contentType: "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("resourceSpans", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exponential_histogram_keeps_its_precision()
    {
        var harness = new MetricsHarness();
        var values = Enumerable.Range(0, 200).Select(i => 0.30 + (i * 0.0001)).ToList();
        var indices = values.ConvertAll(v => (int)Math.Ceiling(Math.Log2(v) * 32) - 1);
        var counts = new ulong[indices.Max() - indices.Min() + 1];
        indices.ForEach(i => counts[i - indices.Min()]++);
        foreach (var (temporality, name) in ((int, string)[])[(Cumulative, "c"), (Delta, "d")])
        {
            harness.Send(Exponential(name, temporality, new Proto().Fixed64(3, At(1)).SInt(6, 5)
                .Message(8, new Proto().SInt(1, indices.Min()).PackedVarints(2, counts))));
        }

        Assert.All((string[])["c", "d"], name => Assert.InRange(P95(harness, name), 0.29, 0.34));
        harness.Send(Exponential("d", Delta, new Proto().Fixed64(3, At(2)).SInt(6, 0).Message(8, new Proto().SInt(1, 10).PackedVarints(2, [1]))));
        Assert.InRange(P95(harness, "d"), 0.25, 0.51);
    }

    /// <summary>As Prometheus' histogram_quantile finds it.</summary>
    private static double P95(MetricsHarness harness, string name)
    {
        var buckets = harness.Samples(name + "_bucket").Select(line =>
        {
            var le = line[(line.IndexOf("le=\"", StringComparison.Ordinal) + 4)..];
            return (Le: double.TryParse(le[..le.IndexOf('"', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture, out var bound) ? bound : double.PositiveInfinity,
                Count: double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        }).ToList();
        var rank = 0.95 * buckets[^1].Count;
        var i = buckets.FindIndex(b => b.Count >= rank);
        var (low, before) = i == 0 ? (0, 0) : buckets[i - 1];
        return low + ((buckets[i].Le - low) * (rank - before) / (buckets[i].Count - before));
    }

    private static byte[] Times(ulong start, ulong end)
    {
        var span = new Proto().Bytes(1, TestSpan.TraceBytes(1)).Bytes(2, TestSpan.SpanBytes(1)).String(5, "odd").Fixed64(7, start).Fixed64(8, end);
        return new Proto().Message(1, new Proto().Message(2, new Proto().Message(2, span))).ToArray();
    }
}
