using Observatory.Agents.Prices;
using Observatory.Agents.Runs;
using Observatory.Html;

namespace Observatory.Views.Agents;

/// <summary>What a trace's page says of the run that the trace is.</summary>
internal static class RunOverview
{
    private const int MaxNames = 400;

    /// <summary>Adds the facts; nothing for a trace that is no run.</summary>
    public static void Add(HtmlWriter page, AgentTrace trace)
    {
        if (trace.Run is not { } run)
        {
            return;
        }

        page.Add($"<section class=\"run card pad\" aria-label=\"Run\"><dl class=\"facts\">");
        Fact(page, "outcome", OutcomeBadge.Word(run.Outcome), OutcomeBadge.Style(run.Outcome));
        Fact(page, "workflow", run.Workflow);
        Fact(page, "agents", run.Agents.Count == 0 ? null : RunTexts.Names(run.Agents));
        Fact(page, "tools", run.Tools.Count == 0 ? null : RunTexts.Names(run.Tools));
        Fact(page, "models", run.Models.Count == 0 ? null : RunTexts.Names(run.Models));
        Fact(page, "model calls", Count(run.ModelCalls, run.FailedModelCalls));
        Fact(page, "tool calls", Count(run.ToolCalls - run.ToolErrors, run.ToolErrors));
        Fact(page, "tokens in", RunTexts.Tokens(run.Tokens.Input));
        Fact(page, "of these cached", RunTexts.Tokens(run.Tokens.Cached));
        Fact(page, "tokens out", RunTexts.Tokens(run.Tokens.Output));
        Fact(page, "of these reasoning", RunTexts.Tokens(run.Tokens.Reasoning));
        Fact(page, "cost", RunTexts.Cost(run.Cost));
        if (run.Conversation is { } conversation)
        {
            page.Add($"<div><dt>conversation</dt><dd><a href=\"{RunTexts.ConversationLink(conversation)}\">{Display.Cut(conversation, MaxNames)}</a></dd></div>");
        }

        page.Add($"</dl>");
        if (run.Failure is { } failure)
        {
            page.Add($"<p class=\"error\"><strong>{failure.Type}</strong> {(failure.Reason == failure.Type ? "" : failure.Reason)}</p>");
        }

        AddUnpriced(page, run.Cost);
        foreach (var note in run.Notes)
        {
            page.Add($"<p class=\"warning\">{note}.</p>");
        }

        page.Add($"</section>");
    }

    /// <summary>Says which models have no price.</summary>
    public static void AddUnpriced(HtmlWriter page, RunCost cost)
    {
        if (cost.Unpriced.Count > 0)
        {
            var models = string.Join(", ", cost.Unpriced.Select(u => $"{u.Model} ({u.Calls} {(u.Calls == 1 ? "call" : "calls")})"));
            page.Add($"<p class=\"muted\">Without a price: {models}. Prices are read from the file that <code>{PriceFile.Setting}</code> names.</p>");
        }
    }

    private static string Count(int good, int failed) => failed == 0 ? $"{good}" : $"{good} + {failed} failed";

    private static void Fact(HtmlWriter page, string name, string? value, string style = "")
    {
        if (value is not null)
        {
            page.Add($"<div><dt>{name}</dt><dd class=\"{style}\">{Display.Cut(value, MaxNames)}</dd></div>");
        }
    }
}
