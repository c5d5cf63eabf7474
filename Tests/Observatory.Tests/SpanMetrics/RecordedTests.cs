using System.IO.Compression;
using Tta.Observatory.Tests.Metrics.Support;

namespace Tta.Observatory.Tests.SpanMetrics;

/// <summary>
/// Against what an OpenTelemetry Collector (contrib 0.165.1, its two connectors configured as otel-collector/config.yaml has them) made of
/// 310 spans: 18 traces, of them 17 of the demo and a made one with every kind and status.
/// </summary>
public sealed class RecordedTests : IDisposable
{
    private readonly DerivedHarness _derived = new();

    public void Dispose() => _derived.Dispose();

    [Fact]
    public void Every_series_is_one_that_the_collector_made_of_the_same_spans_with_its_value()
    {
        var collector = DerivedHarness.Read(System.Text.Encoding.UTF8.GetString(Recorded("collector-span-metrics.om.gz")));
        Assert.Equal(1545, collector.Count);

        _derived.Consumer.Consume(Recorded("spans.otlp.pb.gz"));
        _derived.Pass(TimeSpan.FromSeconds(10));

        var here = DerivedHarness.Read(_derived.Scrape());
        Assert.Equal(collector.Keys.Order(StringComparer.Ordinal), here.Keys.Order(StringComparer.Ordinal));
        Assert.All(collector, series => Assert.Equal(series.Value, here[series.Key], 1e-9));
    }

    [Fact]
    public void Sent_again_they_change_nothing()
    {
        _derived.Consumer.Consume(Recorded("spans.otlp.pb.gz"));
        _derived.Pass(TimeSpan.FromSeconds(10));
        var once = DerivedHarness.Read(_derived.Scrape());

        _derived.Consumer.Consume(Recorded("spans.otlp.pb.gz"));
        _derived.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(once, DerivedHarness.Read(_derived.Scrape()));
    }

    [Fact]
    public void The_page_is_valid()
    {
        _derived.Consumer.Consume(Recorded("spans.otlp.pb.gz"));

        OpenMetricsCheck.Assert(_derived.Scrape());
    }

    private static byte[] Recorded(string name)
    {
        using var file = File.OpenRead(Path.Combine(Repository.Root, "Tests", "Observatory.Tests", "SpanMetrics", "Recorded", name));
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unzipped.CopyTo(bytes);
        return bytes.ToArray();
    }
}
