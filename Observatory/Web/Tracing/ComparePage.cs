using Observatory.Agents.Runs;
using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Views.Agents;
using Observatory.Views.Tracing;

namespace Observatory.Web.Tracing;

/// <summary>The page at <c>/compare</c>: two traces by what is where in them, the largest difference first; runs of agents by what they came to.</summary>
internal sealed class ComparePage(TraceReader traces, AgentRuns runs)
{
    private const int MaxRows = 200;

    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        TraceView? viewB = null;
        var (a, b) = (context.Request.Query["a"].ToString().Trim(), context.Request.Query["b"].ToString().Trim());
        if (a.Length == 0 || b.Length == 0)
        {
            return AnswerAsync(StatusCodes.Status200OK, page => page.Add($"<p class=\"empty card\">Give the ids of two traces, or pick two in a <a href=\"/search\">search</a>.</p>"));
        }

        var problem = Read(a, "A", out var viewA, context.RequestAborted) ?? Read(b, "B", out viewB, context.RequestAborted);
        return problem is { } found
            ? AnswerAsync(found.Status, page => page.Add($"<p class=\"notice error\">{found.Text}</p>"))
            : AnswerAsync(StatusCodes.Status200OK, page => Add(page, viewA!, viewB!, runs.Read(viewA!).Run, runs.Read(viewB!).Run));

        Task AnswerAsync(int status, Action<HtmlWriter> body) => Page.AnswerAsync(
            context,
            "Compare two traces",
            page =>
            {
                AddForm(page, a, b);
                body(page);
            },
            "Traces",
            status);
    }

    private static void AddForm(HtmlWriter page, string a, string b)
    {
        page.Add($"<form class=\"filter card\" action=\"/compare\"><label class=\"wide\">A <input name=\"a\" value=\"{a}\" maxlength=\"40\" placeholder=\"a trace's id\"></label>");
        page.Add($"<label class=\"wide\">B <input name=\"b\" value=\"{b}\" maxlength=\"40\" placeholder=\"another trace's id\"></label><button class=\"primary\">Compare</button>");
        page.Add($"<a class=\"button\" href=\"{PageLink.To("/compare", ("a", b), ("b", a))}\">Swap</a></form>\n");
    }

    private static void Add(HtmlWriter page, TraceView a, TraceView b, AgentRun? runA, AgentRun? runB)
    {
        var comparison = TraceComparison.Of(a, b, MaxRows + 1);
        var differences = comparison.Largest;
        var colors = new ServiceColors(a.Services.Concat(b.Services));
        page.Add($"<div class=\"scroll card\"><table><thead><tr><th></th><th>Trace</th><th>Started</th><th class=\"n\">Duration</th><th class=\"n\">Spans</th><th class=\"n\">Errors</th></tr></thead><tbody>");
        AddTrace(page, "A", a);
        AddTrace(page, "B", b);
        page.Add($"</tbody></table></div>");
        page.Add($"<p>B took {Delta(Nanos.Difference(b.EndNanos - b.StartNanos, a.EndNanos - a.StartNanos))} against A. {comparison.OnlyInA} operations are only in A, {comparison.OnlyInB} only in B.</p>");
        RunComparison.Add(page, runA, runB);
        page.Add($"<div class=\"scroll card\"><table class=\"differences\"><thead><tr><th rowspan=\"2\">Operation and what is above it</th><th colspan=\"2\" class=\"n\">Spans</th><th colspan=\"3\" class=\"n\">Durations</th><th colspan=\"3\" class=\"n\">Own time</th><th rowspan=\"2\" class=\"share\">Difference of own time</th></tr>");
        page.Add($"<tr><th class=\"n\">A</th><th class=\"n\">B</th><th class=\"n\">A</th><th class=\"n\">B</th><th class=\"n\">B − A</th><th class=\"n\">A</th><th class=\"n\">B</th><th class=\"n\">B − A</th></tr></thead><tbody>\n");
        var largest = Math.Max(1, differences.Count == 0 ? 1 : Math.Abs(differences[0].SelfDelta));
        foreach (var difference in differences.Take(MaxRows))
        {
            AddRow(page, difference, largest, colors);
        }

        page.Add($"</tbody></table></div>");
        if (differences.Count > MaxRows)
        {
            page.Add($"<p class=\"muted\">The other operations differ less.</p>");
        }
    }

    private static void AddTrace(HtmlWriter page, string name, TraceView view)
    {
        var id = TraceIds.Trace(view.Trace.Id);
        page.Add($"<tr><th scope=\"row\">{name}</th><td><a href=\"/trace/{id}\">{view.ServiceOf(0)} <strong>{view.NameOf(0)}</strong></a> <small><code>{id}</code></small></td><td><time datetime=\"{Display.Iso(view.StartNanos)}\">{Display.Time(view.StartNanos)}</time></td>");
        page.Add($"<td class=\"n\">{Display.Duration(view.EndNanos - view.StartNanos)}</td><td class=\"n\">{view.Nodes.Count}</td><td class=\"n\">{Enumerable.Range(0, view.Nodes.Count).Count(view.IsError)}</td></tr>");
    }

    private static void AddRow(HtmlWriter page, TraceDifference difference, long largest, ServiceColors colors)
    {
        var (a, b) = (difference.A, difference.B);
        var (service, operation) = difference.Path[^1];
        page.Add($"<tr class=\"{(a.Spans == 0 ? "only-b" : b.Spans == 0 ? "only-a" : "")}\"><td><i class=\"svc {colors.Of(service)}\"></i><strong>{operation}</strong> <small>{service}</small>");
        if (a.Spans == 0 || b.Spans == 0)
        {
            page.Add($" <span class=\"badge warning\">only in {(a.Spans == 0 ? "B" : "A")}</span>");
        }

        if (a.Errors != b.Errors)
        {
            page.Add($" <span class=\"badge error\">errors {a.Errors} → {b.Errors}</span>");
        }

        page.Add($"<br><small class=\"above\">{string.Join(" › ", difference.Path.SkipLast(1).TakeLast(4).Select(p => p.Operation))}</small></td>");
        page.Add($"<td class=\"n\">{Count(a.Spans)}</td><td class=\"n\">{Count(b.Spans)}</td><td class=\"n\">{Duration(a, a.TotalNanos)}</td><td class=\"n\">{Duration(b, b.TotalNanos)}</td><td class=\"n\">{Delta(difference.TotalDelta)}</td>");
        page.Add($"<td class=\"n\">{Duration(a, a.SelfNanos)}</td><td class=\"n\">{Duration(b, b.SelfNanos)}</td><td class=\"n\">{Delta(difference.SelfDelta)}</td><td class=\"share\">");
        var width = Math.Round(Math.Abs(difference.SelfDelta) * 49.5 / largest, 2);
        page.Add($"<svg class=\"track\" aria-hidden=\"true\"><line class=\"rule\" x1=\"50%\" x2=\"50%\" y1=\"0\" y2=\"100%\"/><rect class=\"{(difference.SelfDelta > 0 ? "slower" : "faster")}\" x=\"{(difference.SelfDelta > 0 ? 50 : Math.Round(50 - width, 2))}%\" width=\"{width}%\" y=\"20%\" height=\"60%\" rx=\"2\"/></svg></td></tr>\n");
    }

    private static string Count(int spans) => spans == 0 ? "–" : FormattableString.Invariant($"{spans}");

    private static string Duration(TraceDifference.Side side, ulong nanos) => side.Spans == 0 ? "–" : Display.Duration(nanos);

    private static string Delta(long nanos) => nanos == 0 ? "0" : $"{(nanos > 0 ? "+" : "−")}{Display.Duration((ulong)Math.Abs(nanos))}";

    private (int Status, string Text)? Read(string text, string name, out TraceView? view, CancellationToken cancellation)
    {
        view = null;
        if (!TraceIds.TryParseTrace(text, out var id))
        {
            return (StatusCodes.Status400BadRequest, $"{name} is no trace id: that is 1 to 32 hexadecimal digits.");
        }

        if (traces.Read(id, cancellation) is not { } trace)
        {
            return (StatusCodes.Status404NotFound, $"{name} is not found: it has not arrived yet, or is older than what is kept.");
        }

        view = new(trace);
        return null;
    }
}
