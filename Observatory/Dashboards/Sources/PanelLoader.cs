using Observatory.Charts.Formats;
using Observatory.Charts.TimeSeries;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Times;
using Observatory.Dashboards.Transformations;
using Observatory.Dashboards.Variables;
using Observatory.Prometheus;
using Observatory.Traces.Model;
using Observatory.Traces.Query;

namespace Observatory.Dashboards.Sources;

/// <summary>Asks what a panel asks, of whom it asks, and prepares the answers for drawing.</summary>
internal sealed class PanelLoader(PrometheusSource prometheus, JaegerSource jaeger, LokiSource loki, DashboardOptions options)
{
    private const string TooLate = "Not answered in time";

    /// <summary>Loads a panel. Whatever fails is said in the panel.</summary>
    public async Task<PanelData> LoadAsync(Panel panel, BoardContext context, CancellationToken cancellation)
    {
        var data = Begin(panel, context);
        if (data.Kind is not { Asks: true } kind)
        {
            return data;
        }

        var answers = await Task.WhenAll(panel.Queries.Select(q => AnswerAsync(q, data, context, cancellation))).ConfigureAwait(false);
        var exemplars = kind.HasTimeAxis ? await ExemplarsAsync(data, context, cancellation).ConfigureAwait(false) : [];
        var annotations = kind.HasTimeAxis ? await AnnotationsAsync(data, context, cancellation).ConfigureAwait(false) : [];
        var frames = Transformer.Run([.. answers.SelectMany(a => a.Frames)], panel.Transformations);
        return data with
        {
            Frames = FieldDecoration.Apply(frames, panel, data.Scope),
            Exemplars = exemplars,
            Annotations = annotations,
            Lines = [.. answers.SelectMany(a => a.Lines)],
            Trace = answers.Select(a => a.Trace).FirstOrDefault(t => t is not null),
            Errors = [.. answers.SelectMany(a => a.Errors).Distinct()],
            Notes = [.. answers.SelectMany(a => a.Notes).Distinct()],
        };
    }

    private PanelData Begin(Panel panel, BoardContext context)
    {
        var time = context.Time;
        var least = IntervalText.TryParse(context.Scope.Fill(panel.MinInterval ?? ""), out var own) ? own : options.ScrapeInterval;
        if (panel.TimeFrom is { Length: > 0 } back)
        {
            time = time.Back(back, context.Now);
        }

        if (panel.TimeShift is { Length: > 0 } shift)
        {
            time = time.Earlier(shift);
        }

        var step = QueryStep.Of(panel, time, least);
        return new(panel, time, context.Scope.With(time).WithStep(step, options.ScrapeInterval), step);
    }

    private async Task<Answer> AnswerAsync(PanelQuery query, PanelData data, BoardContext context, CancellationToken cancellation)
    {
        try
        {
            switch (TypeOf(query, data.Scope))
            {
                case "prometheus":
                    var (frames, notes) = await prometheus.AskAsync(query, data, context, cancellation).ConfigureAwait(false);
                    return new() { Frames = frames, Notes = notes };
                case "jaeger":
                    return Jaeger(query, data, cancellation);
                case "loki":
                    var limit = query.Spec["maxLines"].Whole ?? 1000;
                    var lines = loki.Search(data.Scope.Fill(query.Expression, "logql"), limit, data.Time, cancellation);
                    return new() { Lines = lines, Frames = data.Kind is { ShowsLogs: true } ? [] : [LokiSource.Table(query.RefId, lines)] };
                case var other:
                    return new() { Errors = [$"A data source of type {other} is not asked here"] };
            }
        }
        catch (Exception e) when (e is PrometheusException or FormatException)
        {
            return new() { Errors = [e.Message] };
        }
        catch (IOException)
        {
            return new() { Errors = ["What is stored can't be read"] };
        }
        catch (OperationCanceledException)
        {
            return new() { Errors = [TooLate] };
        }
    }

    // Of what says nothing about its source only a query in PromQL can be answered.
    private static string TypeOf(PanelQuery query, Scope scope) =>
        query.Source.Of(scope.Fill(query.Source.Uid ?? "")) is var kind && kind == "prometheus" && query.Source.Type is not "prometheus" && !query.Spec["expr"].Exists
            ? query.Source.Uid is { Length: > 0 } uid ? uid : "unknown"
            : kind;

    private Answer Jaeger(PanelQuery query, PanelData data, CancellationToken cancellation)
    {
        var spec = query.Spec;
        string Filled(string name) => data.Scope.Fill(spec[name].Text ?? "");
        ulong? Duration(string name) => Filled(name) is not { Length: > 0 } text ? null
            : GoDuration.TryParse(text, out var nanos) ? nanos : throw new FormatException($"Jaeger: {name} '{text}' is no duration such as 100ms");
        switch (spec["queryType"].Text)
        {
            case "search":
                return new()
                {
                    Frames =
                    [
                        jaeger.Search(
                            query.RefId,
                            new()
                            {
                                Service = Filled("service") is { Length: > 0 } service ? service : null,
                                Operation = Filled("operation") is { Length: > 0 } operation and not "All" ? operation : null,
                                Tags = TagText.Parse(Filled("tags")),
                                MinDurationNanos = Duration("minDuration") ?? 0,
                                MaxDurationNanos = Duration("maxDuration") ?? ulong.MaxValue,
                                FromNanos = data.Time.FromNanos,
                                ToNanos = data.Time.ToNanos,
                                Limit = spec["limit"].Whole ?? 20,
                            },
                            cancellation),
                    ],
                };
            case "dependencyGraph":
                return new() { Frames = jaeger.Dependencies(query.RefId, data.Time, cancellation) };
            case null or "":
                var id = Filled("query");
                return id.Length == 0 ? new() : jaeger.Trace(id) is { } trace ? new() { Trace = trace } : new() { Errors = [$"There is no trace {(id.Length > 40 ? id[..40] : id)}"] };
            case var other:
                return new() { Errors = [$"Jaeger's query of type {other} is not answered here"] };
        }
    }

    private async Task<IReadOnlyList<ChartExemplar>> ExemplarsAsync(PanelData data, BoardContext context, CancellationToken cancellation)
    {
        var format = ValueFormat.Of(data.Panel.Defaults.Unit ?? "", data.Panel.Defaults.Decimals);
        var asking = data.Panel.Queries.Where(q => q.WithExemplars && TypeOf(q, data.Scope) == "prometheus");
        return await InTimeAsync(asking.Select(q => prometheus.ExemplarsAsync(q, data, context, format, cancellation))).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ChartAnnotation>> AnnotationsAsync(PanelData data, BoardContext context, CancellationToken cancellation)
    {
        // One step for all panels of the page, so that they share the answers.
        var step = TimeSpan.FromTicks(Math.Max(options.ScrapeInterval.Ticks, data.Time.Length.Ticks / 500));
        return await InTimeAsync(context.Board.Annotations.Select(a => prometheus.AnnotationsAsync(a, data.Time, step, context, cancellation))).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<T>> InTimeAsync<T>(IEnumerable<Task<IReadOnlyList<T>>> questions)
    {
        try
        {
            return [.. (await Task.WhenAll(questions).ConfigureAwait(false)).SelectMany(a => a)];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    private sealed record Answer
    {
        public IReadOnlyList<Frame> Frames { get; init; } = [];

        public IReadOnlyList<byte[]> Lines { get; init; } = [];

        public StoredTrace? Trace { get; init; }

        public IReadOnlyList<string> Errors { get; init; } = [];

        public IReadOnlyList<string> Notes { get; init; } = [];
    }
}
