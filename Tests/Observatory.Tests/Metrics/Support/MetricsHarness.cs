using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Logging.Testing;
using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;
using Observatory.Metrics.Otlp;
using Observatory.Metrics.Store;
using Observatory.Otlp;
using Observatory.SelfMonitoring;

namespace Tta.Observatory.Tests.Metrics.Support;

/// <summary>The metric part without its host.</summary>
internal sealed class MetricsHarness
{
    public MetricsHarness(MetricsOptions? options = null)
    {
        Store = new MetricStore(options ?? new MetricsOptions(), Time);
        Consumer = new MetricsConsumer(options ?? new MetricsOptions(), Store, Self, Log);
    }

    public ManualTime Time { get; } = new();

    public MetricStore Store { get; }

    public MetricsConsumer Consumer { get; }

    public SelfMetrics Self { get; } = new();

    public FakeLogger<MetricsConsumer> Log { get; } = new();

    /// <summary>Sends a request made of metrics of one service and expects all of it to be taken.</summary>
    public void Send(params Proto[] metrics) => Assert.Null(Consumer.Consume(OtlpMetric.Request(metrics)).Message);

    public OtlpOutcome Offer(params Proto[] metrics) => Consumer.Consume(OtlpMetric.Request(metrics));

    public string Scrape(ExpositionFormat format = ExpositionFormat.PrometheusText)
    {
        using var stream = new MemoryStream();
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        Store.WriteAsync(output, format, CancellationToken.None).GetAwaiter().GetResult();
        output.Complete();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The samples of the text format, without comments.</summary>
    public string[] Samples(string prefix = "") =>
        [.. Scrape().Split('\n').Where(line => line.Length > 0 && line[0] != '#' && line.StartsWith(prefix, StringComparison.Ordinal))];

    public double Sample(string series) =>
        double.Parse(Assert.Single(Samples(series + " "))[(series.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    public double SelfValue(string name, string? label = null) =>
        Self.Read().Single(metric => metric.Name == name && (label is null || metric.Labels[0].Value == label)).Value;
}
