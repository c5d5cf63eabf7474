using Observatory.Charts.TimeSeries;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Times;
using Observatory.Dashboards.Variables;
using Observatory.Traces.Query;

namespace Observatory.Dashboards.Panels;

/// <summary>A panel with the answers to its questions.</summary>
internal sealed record PanelData(Panel Panel, DashboardTime Time, Scope Scope, TimeSpan Step)
{
    /// <summary>Its kind; null when it is not drawn.</summary>
    public PanelKind? Kind { get; } = PanelKinds.Find(Panel.Type);

    /// <summary>The answers, transformed, with every field's options.</summary>
    public IReadOnlyList<Frame> Frames { get; init; } = [];

    /// <summary>Single executions.</summary>
    public IReadOnlyList<ChartExemplar> Exemplars { get; init; } = [];

    /// <summary>Marks on the time axis.</summary>
    public IReadOnlyList<ChartAnnotation> Annotations { get; init; } = [];

    /// <summary>Records of the log.</summary>
    public IReadOnlyList<byte[]> Lines { get; init; } = [];

    /// <summary>A trace.</summary>
    public StoredTrace? Trace { get; init; }

    /// <summary>What went wrong, one text for each query.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What the reader should know besides.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether there is something to draw.</summary>
    public bool HasData => Trace is not null || Lines.Count > 0 || Kind is { Asks: false } ||
        Frames.Any(f => f.Length > 0 && f.Fields.Any(x => x.Kind != FieldKind.Time && Enumerable.Range(0, x.Length).Any(x.Has)));
}
