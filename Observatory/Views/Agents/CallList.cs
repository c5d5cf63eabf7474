using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Html;
using Observatory.Traces.Query;

namespace Observatory.Views.Agents;

/// <summary>
/// What a run did, one line for each call, tool, agent and decision, in the order in which they began: the wrappers around them are left out.
/// </summary>
internal sealed class CallList(HtmlWriter page, AgentTrace trace)
{
    private const int MaxRows = 1000;
    private const int MaxText = 80;

    // Of steps that only hold others, those that say why there is more than one of them, or none.
    private static readonly string[] Telling = ["retry", "fallback", "router", "cache", "route", "handoff", "agent_handoff"];

    /// <summary>How many steps there are to tell of.</summary>
    public static int Count(AgentTrace trace) => trace.Steps.Count(IsTold);

    /// <summary>Adds the list.</summary>
    /// <param name="linkTo">Where a span is shown.</param>
    public async ValueTask AddAsync(Func<int, string> linkTo)
    {
        page.Add($"<div class=\"scroll card\"><table class=\"calls\"><thead><tr><th class=\"n\">After</th><th>Step</th><th>Model</th><th>Outcome</th>");
        page.Add($"<th class=\"n\">Duration</th><th class=\"n\">Tokens in → out</th><th class=\"n\">Cost</th><th>Finished</th></tr></thead><tbody>\n");
        var steps = trace.Steps.Where(IsTold).OrderBy(s => trace.View.StartOf(s.Node)).ToList();
        foreach (var step in steps.Take(MaxRows))
        {
            AddRow(step, linkTo(step.Node));
            await page.FlushAsync().ConfigureAwait(false);
        }

        page.Add($"</tbody></table></div>");
        if (steps.Count > MaxRows)
        {
            page.Add($"<p class=\"muted\">{steps.Count - MaxRows} more followed.</p>");
        }
    }

    private static bool IsTold(AgentStep step) => step.Kind is not (StepKind.Step or null) || Telling.Contains(step.Operation);

    private void AddRow(AgentStep step, string link)
    {
        var view = trace.View;
        var (sign, kind) = RunTexts.Kind(step.Kind);
        page.Add($"<tr><td class=\"n\">{Display.Duration(view.StartOf(step.Node) - view.StartNanos)}</td>");
        page.Add($"<td><span class=\"kind\" role=\"img\" aria-label=\"{kind}\" title=\"{kind}\">{sign}</span> <a href=\"{link}\">{Display.Cut(step.Name, MaxText)}</a>");
        if (step.Operation is { } operation && operation != step.Name)
        {
            page.Add($" <small>{Display.Cut(operation, MaxText)}</small>");
        }

        if (step.Agent is { } agent && agent != step.Name)
        {
            page.Add($" <small>by {Display.Cut(agent, MaxText)}</small>");
        }

        AddMessages(step);
        page.Add($"</td><td>{Display.Cut(Model(step), MaxText)}</td><td class=\"outcome\">");
        if (step.Failure is { } failure)
        {
            page.Add($"<span class=\"badge error\">failed</span> <small title=\"{failure.Reason}\">{Display.Cut(failure.Type, MaxText)}</small>");
        }

        page.Add($"</td><td class=\"n\">{Display.Duration(view.DurationOf(step.Node))}</td><td class=\"n\">{(step.Tokens.IsKnown ? RunTexts.InOut(step.Tokens) : "")}</td>");
        page.Add($"<td class=\"n\">{Cost(step)}</td><td>{Display.Cut(Finish(step), MaxText)}</td></tr>\n");
    }

    private void AddMessages(AgentStep step)
    {
        var span = new SpanMessage(trace.View.Nodes[step.Node].Span.Message.Span);
        if (!StepMessages.Has(span))
        {
            return;
        }

        page.Add($"<details class=\"more\"><summary>What was said</summary>");
        StepMessages.Add(page, span);
        page.Add($"</details>");
    }

    // One asked for and another answered: both are worth knowing.
    private static string Model(AgentStep step) =>
        step is { RequestModel: { } asked, ResponseModel: { } answered } && asked != answered ? $"{asked} → {answered}" : step.Model ?? "";

    private static string Cost(AgentStep step) =>
        step.Kind != StepKind.ModelCall ? ""
        : step.IsRepeat ? "counted once"
        : RunTexts.Dollars(step.Cost ?? step.ReportedCost);

    private static string Finish(AgentStep step) =>
        step.Attributes.Text("gen_ai.response.finish_reasons", "gen_ai.response.finish_reason", "ai.response.finishReason", "llm.finish_reason")?.Trim('[', ']', '"') ?? "";
}
