using Observatory.Charts.Formats;
using Observatory.Charts.TimeSeries;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Times;
using Observatory.Prometheus;

namespace Observatory.Dashboards.Sources;

/// <summary>Answers a panel's queries to Prometheus.</summary>
internal sealed class PrometheusSource(PrometheusClient prometheus)
{
    private static readonly string[] TraceLabels = ["trace_id", "traceID", "traceId"];

    /// <summary>Asks a query and makes its frames.</summary>
    /// <exception cref="PrometheusException">There is no answer.</exception>
    public async Task<(IReadOnlyList<Frame> Frames, IReadOnlyList<string> Notes)> AskAsync(PanelQuery query, PanelData panel, BoardContext context, CancellationToken cancellation)
    {
        var expression = panel.Scope.Fill(query.Expression, "promql");
        if (string.IsNullOrWhiteSpace(expression))
        {
            return ([], []);
        }

        var (from, to) = Aligned(panel);
        var result = await (query.IsInstant
            ? context.OnceAsync($"i {panel.Time.ToMs} {expression}", () => prometheus.QueryAsync(expression, panel.Time.To, cancellation))
            : context.OnceAsync($"r {from.Ticks} {to.Ticks} {panel.Step.Ticks} {expression}", () => prometheus.QueryRangeAsync(expression, from, to, panel.Step, cancellation))).ConfigureAwait(false);
        var legend = query.Legend is { } text ? panel.Scope.Fill(text, "text") : null;
        IReadOnlyList<Frame> frames = query.Format switch
        {
            "table" => [PrometheusFrames.Table(query.RefId, result, panel.Panel.Queries.Count > 1 ? $"Value #{query.RefId}" : "Value")],
            "heatmap" => [.. PrometheusFrames.Buckets(query.RefId, result)],
            _ => [.. PrometheusFrames.Series(query.RefId, result, expression, legend)],
        };
        IReadOnlyList<string> notes = result.LeftOut > 0 ? [.. result.Warnings, $"{result.LeftOut} series are left out"] : result.Warnings;
        return (frames, notes);
    }

    /// <summary>Asks for exemplars; without an answer there are none.</summary>
    public async Task<IReadOnlyList<ChartExemplar>> ExemplarsAsync(PanelQuery query, PanelData panel, BoardContext context, ValueFormat format, CancellationToken cancellation)
    {
        var expression = panel.Scope.Fill(query.Expression, "promql");
        var (from, to) = Aligned(panel);
        try
        {
            var found = await context.OnceAsync(
                $"e {from.Ticks} {to.Ticks} {expression}", () => prometheus.QueryExemplarsAsync(expression, from, to, cancellation)).ConfigureAwait(false);
            return [.. found.Select(e => Exemplar(e, format)).OfType<ChartExemplar>()];
        }
        catch (PrometheusException)
        {
            // The panel has its lines; a Prometheus that keeps no exemplars is no error of it.
            return [];
        }
    }

    /// <summary>Asks when something happened; without an answer there are no marks.</summary>
    public async Task<IReadOnlyList<ChartAnnotation>> AnnotationsAsync(AnnotationSource source, DashboardTime time, TimeSpan step, BoardContext context, CancellationToken cancellation)
    {
        var expression = context.Scope.With(time).Fill(source.Expression, "promql");
        try
        {
            var result = await context.OnceAsync(
                $"r {time.From.Ticks} {time.To.Ticks} {step.Ticks} {expression}", () => prometheus.QueryRangeAsync(expression, time.From, time.To, step, cancellation)).ConfigureAwait(false);
            var color = ChartColor.TryParse(source.Color, out var parsed) ? parsed : ChartColor.Parse("blue");
            return [.. result.Series.SelectMany(s => Marks(s, source, step, color)).Take(200)];
        }
        catch (PrometheusException)
        {
            return [];
        }
    }

    // Like Grafana: points that are a step apart are one happening, and zero is none.
    private static IEnumerable<ChartAnnotation> Marks(PrometheusSeries series, AnnotationSource source, TimeSpan step, ChartColor color)
    {
        var title = PrometheusFrames.FillLegend(source.Title, series.Labels);
        var text = PrometheusFrames.FillLegend(source.Text, series.Labels);
        var said = text.Length > 0 && text != title ? $"{title}: {text}" : title;
        double? begin = null;
        double last = 0;
        for (var i = 0; i < series.Times.Length; i++)
        {
            if (series.Values[i] == 0 || double.IsNaN(series.Values[i]))
            {
                continue;
            }

            if (begin is { } started && series.Times[i] - last > step.TotalMilliseconds * 1.5)
            {
                yield return Mark(started, last);
                begin = null;
            }

            begin ??= series.Times[i];
            last = series.Times[i];
        }

        if (begin is { } open)
        {
            yield return Mark(open, last);
        }

        ChartAnnotation Mark(double from, double to) => new(from / 1000, said) { End = to > from ? to / 1000 : null, Color = color };
    }

    private static ChartExemplar? Exemplar(PrometheusExemplar exemplar, ValueFormat format)
    {
        var id = TraceLabels.Select(l => exemplar.Labels.GetValueOrDefault(l)).FirstOrDefault(t => t is { Length: > 0 and <= 32 } && t.All(char.IsAsciiHexDigit));
        return id is null ? null : new(exemplar.Time / 1000, exemplar.Value, $"/trace/{id}", $"{format.Format(exemplar.Value)}, trace {id}");
    }

    // Points stand at whole steps, so that they do not wander from one refresh to the next.
    private static (DateTimeOffset From, DateTimeOffset To) Aligned(PanelData panel)
    {
        DateTimeOffset Down(DateTimeOffset time) => new(time.Ticks - (time.Ticks % panel.Step.Ticks), TimeSpan.Zero);
        var (from, to) = (Down(panel.Time.From), Down(panel.Time.To));
        return (from, to > from || from > DateTimeOffset.MaxValue - panel.Step ? to : from + panel.Step);
    }
}
