using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Observatory.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Metrics;

/// <summary>With the real OpenTelemetry .NET SDK as the sender.</summary>
public sealed class SdkTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private readonly Meter _meter = new("Sdk.Tests", "1.2");
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync() => _observatory = await TestObservatory.StartAsync(_data.Path);

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _meter.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Instruments_arrive_under_their_Prometheus_names_with_exemplars()
    {
        using var provider = Provider(MetricReaderTemporalityPreference.Cumulative);
        var counter = _meter.CreateCounter<long>("sdk.orders", "{order}", "Orders taken.");
        var histogram = _meter.CreateHistogram<double>("sdk.latency", "s", "How long.", advice: new() { HistogramBucketBoundaries = [0.1, 1] });
        var active = _meter.CreateUpDownCounter<int>("sdk.active");
        _meter.CreateObservableGauge("sdk.fill", () => 0.25, "1");
        string traceId;
        using (var activity = new Activity("order").SetIdFormat(ActivityIdFormat.W3C))
        {
            activity.ActivityTraceFlags = ActivityTraceFlags.Recorded;
            activity.Start();
            traceId = activity.TraceId.ToHexString();
            counter.Add(3, new KeyValuePair<string, object?>("kind", "book"));
            histogram.Record(0.5);
        }

        active.Add(5);
        active.Add(-2);
        Assert.True(provider.ForceFlush());

        var text = await ScrapeAsync();
        const string common = "instance=\"sdk-1\",job=\"sdk\"";
        const string scope = "otel_scope_name=\"Sdk.Tests\",otel_scope_version=\"1.2\"";
        Assert.Matches($"(?m)^sdk_orders_total{{{common},kind=\"book\",{scope}}} 3 # {{trace_id=\"{traceId}\",span_id=\"[0-9a-f]{{16}}\"}} 3 \\d+\\.\\d+$", text);
        Assert.Matches($"(?m)^sdk_latency_seconds_bucket{{{common},{scope},le=\"1.0\"}} 1 # {{trace_id=\"{traceId}\"", text);
        Assert.Contains($"sdk_latency_seconds_sum{{{common},{scope}}} 0.5\n", text, StringComparison.Ordinal);
        Assert.Contains($"# TYPE sdk_active gauge\nsdk_active{{{common},{scope}}} 3\n", text, StringComparison.Ordinal);
        Assert.Contains($"sdk_fill_ratio{{{common},{scope}}} 0.25\n", text, StringComparison.Ordinal);
        Assert.Matches($"(?m)^target_info{{.*{common}.*telemetry_sdk_language=\"dotnet\".*}} 1$", text);
        OpenMetricsCheck.Assert(text);
    }

    [Fact]
    public async Task Deltas_and_exponential_histograms_add_up_over_exports()
    {
        using var provider = Provider(
            MetricReaderTemporalityPreference.Delta,
            new Base2ExponentialBucketHistogramConfiguration());
        var counter = _meter.CreateCounter<long>("sdk.delta.orders");
        var histogram = _meter.CreateHistogram<double>("sdk.delta.latency");
        for (var round = 0; round < 3; round++)
        {
            counter.Add(2);
            histogram.Record(3);
            histogram.Record(100);
            Assert.True(provider.ForceFlush());
        }

        var text = await ScrapeAsync();
        Assert.Matches("(?m)^sdk_delta_orders_total{.*} 6$", text);
        Assert.Matches("(?m)^sdk_delta_latency_bucket{.*le=\"2.8[0-9]*\"} 0$", text);
        Assert.Matches("(?m)^sdk_delta_latency_bucket{.*le=\"3.0[0-9]*\"} 3$", text);
        Assert.Matches("(?m)^sdk_delta_latency_bucket{.*le=\"64.0\"} 3$", text);
        Assert.Matches("(?m)^sdk_delta_latency_bucket{.*le=\"107.[0-9]*\"} 6$", text);
        Assert.Matches("(?m)^sdk_delta_latency_sum{.*} 309$", text);
    }

    [Fact]
    public async Task A_process_that_starts_anew_is_a_new_instance_beside_the_old_one()
    {
        foreach (var instance in new[] { "sdk-1", "sdk-2" })
        {
            using var provider = Provider(MetricReaderTemporalityPreference.Cumulative, instance: instance);
            _meter.CreateCounter<long>("sdk.restarts").Add(1);
        }

        Assert.Equal(2, Regex.Count(await ScrapeAsync(), "(?m)^sdk_restarts_total{"));
    }

    private MeterProvider Provider(
        MetricReaderTemporalityPreference temporality, MetricStreamConfiguration? histograms = null, string instance = "sdk-1") =>
        Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.Clear().AddService("sdk", serviceInstanceId: instance).AddTelemetrySdk())
            .AddMeter(_meter.Name)
            .AddView(instrument => instrument is Histogram<double> ? histograms : null)
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = _observatory.Uri(ListenerRoles.OtlpHttp, "/v1/metrics");
                reader.TemporalityPreference = temporality;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = int.MaxValue;
            })
            .Build();

    private async Task<string> ScrapeAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _observatory.Uri(ListenerRoles.Metrics, "/metrics"));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text"));
        using var response = await _observatory.Http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
