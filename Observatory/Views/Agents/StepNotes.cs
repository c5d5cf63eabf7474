using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Html;
using Observatory.Traces.Query;

namespace Observatory.Views.Agents;

/// <summary>
/// What a row of a trace says of the step that the span is: its kind, model, tokens and cost; and its messages, where captured.
/// </summary>
internal sealed class StepNotes(AgentTrace trace)
{
    private const int MaxText = 80;

    /// <summary>Adds the sign of the span's kind, before its name.</summary>
    public void AddSign(HtmlWriter page, int node)
    {
        if (trace.StepOf(node) is { } step)
        {
            var (sign, name) = RunTexts.Kind(step.Kind);
            page.Add($"<span class=\"kind\" role=\"img\" aria-label=\"{name}\" title=\"{name}\">{sign}</span> ");
        }
    }

    /// <summary>Adds model, tokens and cost, after the name.</summary>
    public void AddFigures(HtmlWriter page, int node)
    {
        if (trace.StepOf(node) is not { } step)
        {
            return;
        }

        if (step.Kind != StepKind.ModelCall)
        {
            if (step.Name is { } named && !step.SpanName.Contains(named, StringComparison.Ordinal))
            {
                page.Add($" <small>{Display.Cut(named, MaxText)}</small>");
            }

            return;
        }

        page.Add($" <small class=\"figures\">");
        if (step.Model is { } model && !step.SpanName.Contains(model, StringComparison.Ordinal))
        {
            page.Add($"{Display.Cut(model, MaxText)} · ");
        }

        page.Add($"{RunTexts.InOut(step.Tokens)} tokens");
        if (step.IsRepeat)
        {
            page.Add($" · counted once, below or beside");
        }
        else if (step.Cost is not null || step.ReportedCost is not null)
        {
            page.Add($" · {RunTexts.Dollars(step.Cost ?? step.ReportedCost)}{(step.Cost is null ? " reported" : "")}");
        }

        page.Add($"</small>");
    }

    /// <summary>Adds what the step is and its messages, above the span's attributes.</summary>
    public void AddDetails(HtmlWriter page, int node)
    {
        if (trace.StepOf(node) is not { } step)
        {
            return;
        }

        page.Add($"<p>{RunTexts.Kind(step.Kind).Name} <strong>{step.Name}</strong>{(step.Operation is { } operation ? $" ({operation})" : "")}");
        page.Add($"{(step.Agent is { } agent && agent != step.Name ? $", agent {agent}" : "")}");
        page.Add($"{(step.Model is { } model ? $", model {model}" : "")}{(step.Provider is { } provider ? $" of {provider}" : "")}");
        if (step.Tokens.IsKnown)
        {
            page.Add($"; {RunTexts.InWords(step.Tokens)}");
        }

        if (step.IsCountedCall && !step.IsFailed)
        {
            page.Add($"; cost {RunTexts.Dollars(step.Cost)}");
            page.Add($"{(step.ReportedCost is null ? "" : $", reported {RunTexts.Dollars(step.ReportedCost)}")}");
        }

        page.Add($".</p>");
        StepMessages.Add(page, new SpanMessage(trace.View.Nodes[node].Span.Message.Span));
    }
}
