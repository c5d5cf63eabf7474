using Observatory.Charts.Formats;
using Observatory.Charts.Graphs;
using Observatory.Charts.Tables;
using Observatory.Hosting;
using Observatory.Html;
using Observatory.Search;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Observatory.Views;

namespace Observatory.Web;

/// <summary>The page at <c>/map</c>: the services, how they call each other, how often, how long and how badly.</summary>
internal sealed class MapPage(TraceStore store, DependencyGraph dependencies, Listeners listeners, TimeProvider time)
{
    // An edge with a larger share of errors is red.
    private const double MuchOfErrors = 0.01;

    private static readonly ChartColor Good = ChartColor.Parse("green");
    private static readonly ChartColor Bad = ChartColor.Parse("red");
    private static readonly ValueFormat Rate = ValueFormat.Of("reqps");
    private static readonly ValueFormat Share = ValueFormat.Of("percentunit", 1);
    private static readonly ValueFormat Nanos = ValueFormat.Of("ns");

    /// <summary>Answers a request.</summary>
    /// <exception cref="FormatException">A parameter can't be used.</exception>
    public Task AnswerAsync(HttpContext context)
    {
        var range = PageRange.Read(context.Request.Query, "1h", time.GetUtcNow());
        return Page.AnswerAsync(context, "Service map", page => Add(page, context.Request.Query, range, context.RequestAborted), "Map");
    }

    private static void AddGraph(
        HtmlWriter page, ServiceGraph graph, double seconds, Func<string, string> searchOf, Func<(string Parent, string Child), bool, string> callsOf)
    {
        var most = Math.Max(1, graph.Calls.Count == 0 ? 1 : graph.Calls.Values.Max(c => c.Calls));
        page.Add($"<section class=\"map card\" aria-label=\"Service map\">");
        new NodeGraph
        {
            Title = "Services and the calls between them",
            Nodes =
            [
                .. graph.Services.OrderByDescending(s => s.Value.Calls).Select(s => new GraphNode(s.Key)
                {
                    Main = Display.Rate(s.Value.Calls / seconds),
                    Secondary = s.Value.Calls == 0 ? "" : Nanos.Format(s.Value.Quantile(0.95)),
                    Subtitle = s.Value.Errors == 0 ? "" : $"{Display.Percent(s.Value.ErrorShare)} errors",
                    Arc = s.Value.Calls == 0 ? [] : [(1 - s.Value.ErrorShare, Good), (s.Value.ErrorShare, Bad)],
                    Links = [new(searchOf(s.Key), $"Traces of {s.Key}")],
                }),
            ],
            Edges =
            [
                .. graph.Calls.OrderByDescending(c => c.Value.Calls).Select(c => new GraphEdge(c.Key.Parent, c.Key.Child)
                {
                    Main = Display.Rate(c.Value.Calls / seconds),
                    Secondary = $"{c.Value.Calls} calls, {Display.Percent(c.Value.ErrorShare)} errors, p95 {Display.Duration((ulong)c.Value.Quantile(0.95))}",
                    Thickness = 1.5 + Math.Round(3.5 * Math.Log(1 + c.Value.Calls) / Math.Log(1 + most), 1),
                    Color = c.Value.ErrorShare >= MuchOfErrors ? Bad : null,
                    Links =
                    [
                        new(callsOf(c.Key, false), $"Calls of {c.Key.Child} by {c.Key.Parent}"),
                        .. c.Value.Errors == 0 ? [] : (ChartLink[])[new(callsOf(c.Key, true), "Those that failed")],
                    ],
                }),
            ],
        }.AddTo(page);
        page.Add($"</section><p class=\"muted\">In a service: requests a second, and below them the duration that 95 of 100 do not exceed. Red is the share of errors.</p>");
    }

    private static void AddTables(
        HtmlWriter page, ServiceGraph graph, double seconds, Func<string, string> searchOf, Func<string, string> failedOf,
        Func<(string Parent, string Child), bool, string> callsOf)
    {
        page.Add($"<h2>Services</h2><div class=\"card pad\">");
        new DataTable
        {
            Title = "Services",
            Columns = [new("Service"), new("Requests"), new("Rate") { Format = Rate }, ErrorColumn(), new("Median") { Format = Nanos }, new("p95") { Format = Nanos }, new("p99") { Format = Nanos }],
            Rows =
            [
                .. graph.Services.OrderByDescending(s => s.Value.Calls).Select(s => (IReadOnlyList<TableCell>)[
                    TableCell.Of(s.Key) with { Links = [new(searchOf(s.Key), s.Key)] },
                    .. Numbers(s.Value, seconds, searchOf(s.Key), failedOf(s.Key))]),
            ],
        }.AddTo(page);
        page.Add($"</div><h2>Calls</h2><div class=\"card pad\">");
        new DataTable
        {
            Title = "Calls",
            NoValue = "No service called another.",
            Columns = [new("From"), new("To"), new("Calls"), new("Rate") { Format = Rate }, ErrorColumn(), new("Median") { Format = Nanos }, new("p95") { Format = Nanos }, new("p99") { Format = Nanos }],
            Rows =
            [
                .. graph.Calls.OrderByDescending(c => c.Value.Calls).Select(c => (IReadOnlyList<TableCell>)[
                    TableCell.Of(c.Key.Parent) with { Links = [new(searchOf(c.Key.Parent), c.Key.Parent)] },
                    TableCell.Of(c.Key.Child) with { Links = [new(searchOf(c.Key.Child), c.Key.Child)] },
                    .. Numbers(c.Value, seconds, callsOf(c.Key, false), callsOf(c.Key, true))]),
            ],
        }.AddTo(page);
        page.Add($"</div>");
        if (graph.LeftOut > 0)
        {
            page.Add($"<p class=\"warning\">{graph.LeftOut} calls are of more pairs of services than are told apart.</p>");
        }
    }

    private static TableColumn ErrorColumn() => new("Errors") { Format = Share };

    private static IEnumerable<TableCell> Numbers(CallStatistics calls, double seconds, string search, string failed) =>
    [
        TableCell.Of(calls.Calls) with { Links = calls.Calls == 0 ? [] : [new(search, "These calls")] },
        TableCell.Of(calls.Calls / seconds),
        TableCell.Of(calls.Calls == 0 ? double.NaN : calls.ErrorShare) with
        {
            Color = calls.Errors > 0 ? Bad : null,
            Links = calls.Errors == 0 ? [] : [new(failed, "Those that failed")],
        },
        TableCell.Of(calls.Quantile(0.5)), TableCell.Of(calls.Quantile(0.95)), TableCell.Of(calls.Quantile(0.99)),
    ];

    private void Add(HtmlWriter page, IQueryCollection parameters, PageRange range, CancellationToken cancellation)
    {
        page.Add($"<form class=\"filter card\" action=\"/map\">");
        range.AddFields(page);
        page.Add($"<button class=\"primary\">Show</button></form>\n");
        if (store.Size.Traces == 0)
        {
            EmptyState.Add(page, listeners, "trace", "/v1/traces");
            return;
        }

        var graph = dependencies.Measure(range.FromNanos, range.IsOpen ? ulong.MaxValue : range.ToNanos, cancellation);
        if (graph.Services.Count == 0)
        {
            page.Add($"<p class=\"empty card\">No span began in that time. Look further back.</p>");
            return;
        }

        // A rate over the time in which there was anything: an hour is asked for also when the first span came a minute ago.
        var seconds = Math.Max(1, (range.ToNanos - Math.Min(range.ToNanos, graph.FirstNanos)) / 1e9);
        string Search(string text) => PageLink.To(
            "/search", ("q", text), ("lookback", range.Lookback), ("start", parameters["start"]), ("end", parameters["end"]));
        string SearchOf(string service) => Search($"service={SearchText.Quote(service)}");
        string FailedOf(string service) => Search($"{{service={SearchText.Quote(service)} status=error}}");
        string CallsOf((string Parent, string Child) call, bool isFailed) => Search(
            $"{{service={SearchText.Quote(call.Child)} caller={SearchText.Quote(call.Parent)}{(isFailed ? " status=error" : "")}}}");
        page.Add($"<p>{graph.Services.Count} services in {Display.Duration((ulong)(seconds * 1e9))}</p>");
        AddGraph(page, graph, seconds, SearchOf, CallsOf);
        AddTables(page, graph, seconds, SearchOf, FailedOf, CallsOf);
    }
}
