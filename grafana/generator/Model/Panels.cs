namespace Tta.Dashboards.Model;

/// <summary>Makes panels. Each says what it shows and what to do when that looks bad.</summary>
internal static class Panels
{
    public static Panel TimeSeries(string title, string what, string whenBad) => Make("timeseries", title, what, whenBad);

    public static Panel Stat(string title, string what, string whenBad) => Make("stat", title, what, whenBad);

    public static Panel Gauge(string title, string what, string whenBad) => Make("gauge", title, what, whenBad);

    public static Panel Bars(string title, string what, string whenBad) => Make("bargauge", title, what, whenBad);

    public static Panel Pie(string title, string what, string whenBad) => Make("piechart", title, what, whenBad);

    public static Panel Heatmap(string title, string what, string whenBad) => Make("heatmap", title, what, whenBad);

    public static Panel Table(string title, string what, string whenBad) => Make("table", title, what, whenBad);

    /// <summary>Circles and arrows. Its units are the two queries' values.</summary>
    public static Panel NodeGraph(string title, string what, string whenBad) => Make("nodeGraph", title, what, whenBad);

    public static Panel Waterfall(string title, string what, string whenBad) => Make("traces", title, what, whenBad).In(Unit.Text);

    public static Panel Logs(string title, string what, string whenBad) => Make("logs", title, what, whenBad).In(Unit.Text);

    /// <summary>Traces found by Jaeger, slowest first; a click on an id opens the trace.</summary>
    public static Panel TraceTable(string title, string what, string whenBad, TraceSearch search, int rows) =>
        Table(title, what, whenBad)
            .And(search)
            .In(Unit.Text)
            .WhenEmpty("no such trace in this time range")
            .TopBy("Duration", rows)
            .Shows(
                new Column("Trace ID", "Trace ID") { Links = [Link.ToWaterfall, Link.ToJaeger, Link.ToLogs] },
                new Column("Trace name", "Trace name"),
                new Column("Start time", "Start time"),
                new Column("Duration", "Duration"));

    private static Panel Make(string type, string title, string what, string whenBad) =>
        new(type, title, $"{what}\n\n**When it is bad:** {whenBad}");
}
