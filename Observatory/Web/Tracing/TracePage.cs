using Observatory.Agents.Runs;
using Observatory.Html;
using Observatory.Logs.Store;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Views.Agents;
using Observatory.Views.Logging;
using Observatory.Views.Tracing;

namespace Observatory.Web.Tracing;

/// <summary>The page at <c>/trace/{id}</c>: a waterfall, what failed, where the time went, and the trace's log.</summary>
internal sealed class TracePage(TraceReader traces, LogStore logs, AgentRuns runs)
{
    private const int DefaultRows = 500;
    private const int MaxRows = 10_000;
    private const int MaxFindLength = 200;
    private const int MaxLogs = 200;

    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        Task NoteAsync(int status, string title, string text) => Page.NoteAsync(context, status, title, text);
        if (!TraceIds.TryParseTrace((string)context.GetRouteValue("id")!, out var trace))
        {
            return NoteAsync(StatusCodes.Status400BadRequest, "No trace id", "A trace id is 1 to 32 hexadecimal digits.");
        }

        var query = context.Request.Query;
        if (!TryRows(query["rows"].ToString(), out var max))
        {
            return NoteAsync(StatusCodes.Status400BadRequest, "Not a number of rows", $"rows is a number from 1 to {MaxRows}.");
        }

        var find = query["find"].ToString();
        if (find.Length > MaxFindLength)
        {
            return NoteAsync(StatusCodes.Status400BadRequest, "Too long", $"find is a text of at most {MaxFindLength} characters.");
        }

        if (traces.Read(trace, context.RequestAborted) is not { } found)
        {
            return NoteAsync(StatusCodes.Status404NotFound, "Trace not found", "It has not arrived yet, or is older than what is kept.");
        }

        var view = new TraceView(found);
        var under = -1;
        if (query["under"].ToString() is { Length: > 0 } text)
        {
            under = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var span) ? view.Find(span) : -1;
            if (under < 0)
            {
                return NoteAsync(StatusCodes.Status400BadRequest, "No such span", "under names no span of this trace.");
            }
        }

        return Page.AnswerAsync(context, view.NameOf(Math.Max(under, 0)), page => AddAsync(
            page, view, new(view, under, max), under, find.Trim(), query["view"].ToString() == "calls", context.RequestAborted), "Traces");
    }

    private async ValueTask AddAsync(HtmlWriter page, TraceView view, WaterfallRows rows, int under, string find, bool asCalls, CancellationToken cancellation)
    {
        var colors = new ServiceColors(view.Services);
        var matches = SpanFinder.Find(view, find, cancellation);
        var overview = new TraceOverview(page, view, colors, LinkTo);
        overview.AddFacts(under);
        var agents = runs.Read(view);
        RunOverview.Add(page, agents);
        AddViews(page, view, agents, asCalls);
        if (asCalls)
        {
            await new CallList(page, agents).AddAsync(node => $"{Whole(view)}#span-{TraceIds.Span(view.Nodes[node].Span.Entry.SpanId)}").ConfigureAwait(false);
            await AddLogsAsync(page, view, cancellation).ConfigureAwait(false);
            return;
        }

        overview.AddMinimap();
        AddTools(page, view, find, under);
        overview.AddMatches(find, matches);
        overview.AddErrors();
        if (rows.Count < rows.Total)
        {
            page.Add($"<p class=\"notice\">{rows.Count} of {rows.Total} spans are shown, those near the root first. <a href=\"{Whole(view)}?rows={MaxRows}{UnderParameter(view, under)}\">Show {(rows.Total > MaxRows ? FormattableString.Invariant($"up to {MaxRows}") : "all")}</a></p>");
        }

        await new Waterfall(page, view, rows, colors, LinkTo, matches.ToHashSet(), new(agents)).AddAsync().ConfigureAwait(false);
        overview.AddRollup();
        await AddLogsAsync(page, view, cancellation).ConfigureAwait(false);

        string LinkTo(int node) =>
            rows.IsShown(node) ? $"#span-{TraceIds.Span(view.Nodes[node].Span.Entry.SpanId)}" : $"{Whole(view)}?under={TraceIds.Span(view.Nodes[node].Span.Entry.SpanId)}";
    }

    private static void AddViews(HtmlWriter page, TraceView view, AgentTrace agents, bool asCalls)
    {
        var calls = CallList.Count(agents);
        if (calls == 0 && !asCalls)
        {
            return;
        }

        page.Add($"<nav class=\"board-links\" aria-label=\"Views of this trace\">");
        page.AddNavigation(Whole(view), $"Spans ({view.Nodes.Count})", !asCalls);
        page.AddNavigation($"{Whole(view)}?view=calls", $"Models, tools and agents ({calls})", asCalls);
        page.Add($"</nav>");
    }

    private static void AddTools(HtmlWriter page, TraceView view, string find, int under)
    {
        var id = TraceIds.Trace(view.Trace.Id);
        page.Add($"<div class=\"tools-row\"><form class=\"find\" role=\"search\" action=\"/trace/{id}\"><label class=\"inline\">Find <input name=\"find\" type=\"search\" value=\"{find}\" maxlength=\"{MaxFindLength}\" placeholder=\"name, attribute, value …\" data-first></label>");
        if (under >= 0)
        {
            page.Add($"<input type=\"hidden\" name=\"under\" value=\"{TraceIds.Span(view.Nodes[under].Span.Entry.SpanId)}\">");
        }

        page.Add($"<button>Find</button></form><form class=\"find\" action=\"/compare\"><input type=\"hidden\" name=\"a\" value=\"{id}\"><label class=\"inline\">Compare with <input name=\"b\" placeholder=\"another trace's id\" size=\"18\"></label><button>Compare</button></form>");
        page.Add($"<a class=\"button\" href=\"/logs?trace={id}\">Logs</a><a class=\"button\" href=\"/api/traces/{id}?prettyPrint=true\">JSON</a></div>");
    }

    private async ValueTask AddLogsAsync(HtmlWriter page, TraceView view, CancellationToken cancellation)
    {
        var id = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(id, view.Trace.Id);
        var found = logs.Search(new LogQuery { TraceId = id, Limit = MaxLogs }, cancellation);
        page.Add($"<h2 id=\"logs\">Log</h2>");
        if (found.Records.Count == 0)
        {
            page.Add($"<p class=\"muted\">No log record names this trace.</p>");
            return;
        }

        await LogRows.AddAsync(page, found.Records.Reverse(), isOfOneTrace: true).ConfigureAwait(false);
        if (found.More)
        {
            page.Add($"<p><a href=\"/logs?trace={TraceIds.Trace(view.Trace.Id)}\">There is more</a></p>");
        }
    }

    private static bool TryRows(string text, out int rows)
    {
        rows = DefaultRows;
        return text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rows) && rows is > 0 and <= MaxRows);
    }

    private static string Whole(TraceView view) => $"/trace/{TraceIds.Trace(view.Trace.Id)}";

    private static string UnderParameter(TraceView view, int under) => under < 0 ? "" : $"&under={TraceIds.Span(view.Nodes[under].Span.Entry.SpanId)}";
}
