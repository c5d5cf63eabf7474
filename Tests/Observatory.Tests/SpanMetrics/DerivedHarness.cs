using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;
using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;
using Observatory.Metrics.Store;
using Observatory.Otlp;
using Observatory.SelfMonitoring;
using Observatory.SpanMetrics;
using Observatory.Traces.Otlp;
using Observatory.Traces.Store;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.SpanMetrics;

/// <summary>Trace store, what derives metrics from its spans, and metric store, without a host.</summary>
internal sealed partial class DerivedHarness : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestStore _traces;
    private readonly MetricStore _metrics;

    public DerivedHarness(SpanMetricsOptions? options = null, StoreLimits? limits = null, MetricsOptions? metrics = null)
    {
        _traces = new(_directory.Path, limits, Time);
        _metrics = new(metrics ?? new(), Time);
        Recorder = new(options ?? new(), _metrics, Time);
        Recorder.Register(Self);
        Consumer = new(_traces.Store, Recorder);
    }

    public ManualTime Time { get; } = new();

    public SpanMetricsRecorder Recorder { get; }

    public TraceConsumer Consumer { get; }

    public SelfMetrics Self { get; } = new();

    public OtlpOutcome Send(params IEnumerable<TestSpan> spans) => Consumer.Consume(TestSpan.Request(spans));

    public void Pass(TimeSpan time)
    {
        Time.Advance(time);
        Recorder.Maintain();
    }

    public string Scrape(ExpositionFormat format = ExpositionFormat.OpenMetrics)
    {
        Recorder.Produce();
        using var stream = new MemoryStream();
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        _metrics.WriteAsync(output, format, CancellationToken.None).GetAwaiter().GetResult();
        output.Complete();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>All series by name and labels, without buckets; of the labels those that every series of a connector has are left out.</summary>
    public Dictionary<string, double> Series(string prefix) => Read(Scrape())
        .Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal) && !s.Key.Contains("_bucket", StringComparison.Ordinal))
        .ToDictionary(s => s.Key, s => s.Value);

    /// <summary>Who calls whom: <c>client → server (type, failed)</c>, with the number of calls.</summary>
    public Dictionary<string, double> Calls() => Series("traces_service_graph_request_total").ToDictionary(
        s => $"{Label(s.Key, "client")} → {Label(s.Key, "server")} ({Label(s.Key, "connection_type")}, {Label(s.Key, "failed")})", s => s.Value);

    public double SelfValue(string name) => Self.Read().Single(metric => metric.Name == name).Value;

    public static Dictionary<string, double> Read(string text) => text.Split('\n').Select(l => Sample().Match(l)).Where(m => m.Success)
        .ToDictionary(m => $"{m.Groups[1].Value}{{{Labels(m.Groups[2].Value)}}}", m => double.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture));

    public static string Label(string series, string name) => Regex.Match(series, $"[{{,]{name}=\"([^\"]*)\"").Groups[1].Value;

    public void Dispose()
    {
        Self.Dispose();
        _traces.Dispose();
        _directory.Dispose();
    }

    private static string Labels(string text) => string.Join(',', Pair().Matches(text)
        .Where(p => p.Groups[1].Value is not ("otel_scope_name" or "otel_scope_version" or "otel_scope_schema_url" or "collector_instance_id"))
        .Where(p => p.Groups[2].Value.Length > 0)
        .Select(p => p.Groups[1].Value == "le" && p.Groups[2].Value != "+Inf"
            ? $"le=\"{double.Parse(p.Groups[2].Value, CultureInfo.InvariantCulture)}\"" : p.Value)
        .Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^(traces_\w+)\{(.*?)\} ([^ ]+)( # .*)?$")]
    private static partial Regex Sample();

    [GeneratedRegex("""(\w+)="((?:[^"\\]|\\.)*)"(?=,|$)""")]
    private static partial Regex Pair();
}
