using Observatory.Metrics.Exposition;
using Observatory.Traces.Otlp;
using Observatory.Traces.Store;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.SpanMetrics;

public sealed class OperationTests : IDisposable
{
    private readonly DerivedHarness _derived = new(
        new() { MaxSeriesPerMetric = 3 }, TestStore.NoLimits with { SpansPerTrace = 5 });

    public void Dispose() => _derived.Dispose();

    [Fact]
    public void A_span_is_counted_by_service_name_kind_and_status_with_its_duration()
    {
        _derived.Send(
            new TestSpan { Id = 1, Service = "shop", Name = "GET /", Kind = 2, Status = 2, Duration = TimeSpan.FromMilliseconds(7) },
            new TestSpan { Id = 2, Service = "shop", Name = "GET /", Kind = 2, Status = 2, Duration = TimeSpan.FromMilliseconds(5) });

        var text = _derived.Scrape(ExpositionFormat.PrometheusText);
        const string labels =
            "otel_scope_name=\"spanmetricsconnector\",service_name=\"shop\",span_kind=\"SPAN_KIND_SERVER\",span_name=\"GET /\",status_code=\"STATUS_CODE_ERROR\"";
        Assert.Contains($"traces_span_metrics_calls_total{{{labels}}} 2\n", text, StringComparison.Ordinal);
        Assert.Contains($"traces_span_metrics_duration_seconds_bucket{{{labels},le=\"0.005\"}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"traces_span_metrics_duration_seconds_bucket{{{labels},le=\"0.01\"}} 2\n", text, StringComparison.Ordinal);
        Assert.Contains($"traces_span_metrics_duration_seconds_sum{{{labels}}} 0.012\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_span_of_each_bucket_is_its_exemplar()
    {
        _derived.Send(new TestSpan { Trace = 7, Id = 1, Duration = TimeSpan.FromMilliseconds(7) });
        _derived.Send(new TestSpan { Trace = 8, Id = 2, Duration = TimeSpan.FromMilliseconds(8) });
        _derived.Send(new TestSpan { Trace = 9, Id = 3, Duration = TimeSpan.FromSeconds(20) });

        var exemplars = _derived.Scrape().Split('\n').Where(l => l.Contains(" # ", StringComparison.Ordinal))
            .Select(l => l[l.IndexOf('}', StringComparison.Ordinal)..]).ToList();
        var at = ManualTime.Start.ToUnixTimeSeconds();
        Assert.Equal(
            [
                $"}} 3 # {{trace_id=\"{9:x32}\",span_id=\"{3:x16}\"}} 20 {at}.000",
                $"}} 2 # {{trace_id=\"{8:x32}\",span_id=\"{2:x16}\"}} 0.008 {at}.000",
                $"}} 3 # {{trace_id=\"{9:x32}\",span_id=\"{3:x16}\"}} 20 {at}.000",
            ],
            exemplars);
    }

    [Fact]
    public void A_span_that_was_there_before_or_is_over_a_limit_or_unusable_or_of_nobody_is_not_counted()
    {
        var span = new TestSpan { Id = 1 };
        _derived.Send(span, span);
        _derived.Send(span);
        Assert.Equal(4, _derived.Send(Enumerable.Range(2, 8).Select(i => span with { Id = (ulong)i })).Rejected);
        Assert.Equal(1, _derived.Send(span with { Trace = 0 }).Rejected);
        _derived.Send(new TestSpan { Trace = 2, Service = "" });

        var calls = Assert.Single(_derived.Series("traces_span_metrics_calls_total"));
        Assert.Equal(5, calls.Value);
    }

    [Fact]
    public void Beyond_the_limit_spans_are_counted_together()
    {
        _derived.Send(Enumerable.Range(1, 5).Select(i => new TestSpan { Trace = (UInt128)i, Name = $"operation-{i}" }));
        _derived.Send(new TestSpan { Trace = 6, Service = "another", Name = "operation-6" }, new TestSpan { Trace = 7, Name = "operation-1" });

        var calls = _derived.Series("traces_span_metrics_calls_total");
        Assert.Equal(4, calls.Count);
        Assert.Equal(3, calls["traces_span_metrics_calls_total{otel_metric_overflow=\"true\"}"]);
        Assert.Equal(7, calls.Values.Sum());
        Assert.Equal(3, _derived.Series("traces_span_metrics_duration_seconds_count")["traces_span_metrics_duration_seconds_count{otel_metric_overflow=\"true\"}"]);
    }

    [Fact]
    public void A_service_that_sent_nothing_for_ten_minutes_is_gone_and_makes_room()
    {
        _derived.Send(Enumerable.Range(1, 4).Select(i => new TestSpan { Trace = (UInt128)i, Name = $"operation-{i}" }));
        Assert.Equal(4, _derived.Series("traces_span_metrics_calls_total").Count);
        _derived.Pass(TimeSpan.FromMinutes(4));
        _derived.Send(new TestSpan { Trace = 5, Name = "operation-1" });
        _derived.Pass(TimeSpan.FromMinutes(9));
        Assert.Equal(3, _derived.Series("traces_span_metrics_calls_total").Count);

        _derived.Pass(TimeSpan.FromMinutes(1));
        Assert.Empty(_derived.Series("traces_span_metrics"));

        _derived.Send(new TestSpan { Trace = 6, Name = "operation-4" });
        Assert.Equal(1, Assert.Single(_derived.Series("traces_span_metrics_calls_total")).Value);
    }

    [Fact]
    public void A_name_is_cut_where_a_character_ends_and_one_that_is_no_text_is_made_one()
    {
        _derived.Send(new TestSpan { Name = new string('ö', 2000) });

        Assert.Equal(512, DerivedHarness.Label(Assert.Single(_derived.Series("traces_span_metrics_calls_total")).Key, "span_name").Length);
        OpenMetricsCheck.Assert(_derived.Scrape());
    }

    [Fact]
    public void A_store_without_room_says_how_much_it_refused()
    {
        using var derived = new DerivedHarness(metrics: new() { MaxSeries = 10 });
        derived.Send(new TestSpan());

        Assert.Single(derived.Series("traces_span_metrics"));
        Assert.Equal(1, derived.SelfValue("observatory_span_metric_points_refused_total"));
    }

    [Fact]
    public void Spans_of_known_operations_and_calls_cost_no_memory()
    {
        using var derived = new DerivedHarness(new() { MaxWaiting = 100 });
        var staged = new StagedRequest();
        var request = TestSpan.Request(Enumerable.Range(1, 60).Select(i => new TestSpan
        {
            Id = (ulong)i,
            Parent = (ulong)(i / 2),
            Name = $"operation-{i % 7}",
            Service = $"service-{i % 3}",
            Kind = 1 + (i % 5),
            Attributes = i % 2 == 0 ? [("db.system.name", "redis")] : [("server.address", "host"), ("gen_ai.provider.name", "openai")],
        }));
        void Record()
        {
            staged.Clear();
            TraceDecoder.Stage(request, staged);
            foreach (ref var span in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(staged.Spans))
            {
                span.IsStored = true;
            }

            derived.Recorder.Record(request, staged);
        }

        // Fills what waits, so that nothing grows any more.
        for (var i = 0; i < 3; i++)
        {
            Record();
            derived.Time.Advance(TimeSpan.FromSeconds(11));
            derived.Recorder.Maintain();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Record();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Nothing_is_lost_while_several_threads_send_and_another_reads()
    {
        using var derived = new DerivedHarness();
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                OpenMetricsCheck.Assert(derived.Scrape());
                derived.Recorder.Maintain();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(sender => Task.Run(() =>
        {
            for (var request = 0; request < 100; request++)
            {
                // Client and server meet, whoever comes first.
                var trace = (UInt128)((sender / 2 * 100) + request + 1);
                derived.Send(sender % 2 == 0
                    ? new TestSpan { Trace = trace, Id = 1, Kind = 3, Service = "front", Name = "GET" }
                    : new TestSpan { Trace = trace, Id = 2, Parent = 1, Kind = 2, Service = "back", Name = "GET /" });
            }
        })));
        await done.CancelAsync();
        await reading;

        Assert.Equal(400, derived.Series("traces_span_metrics_calls_total").Values.Sum());
        Assert.Equal(new() { ["front → back (, false)"] = 200 }, derived.Calls());
    }
}
