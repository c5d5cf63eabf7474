using Observatory.Agents.Runs;
using Observatory.Html;

namespace Observatory.Views.Agents;

/// <summary>How a trace ended, as a badge: failed, recovered from the errors inside it, or ok.</summary>
internal static class OutcomeBadge
{
    /// <summary>The outcome's word, as a search has it.</summary>
    public static string Word(TraceOutcome outcome) => outcome switch
    {
        TraceOutcome.Failed => "failed",
        TraceOutcome.Recovered => "recovered",
        _ => "ok",
    };

    /// <summary>The class of its colour.</summary>
    public static string Style(TraceOutcome outcome) => outcome switch
    {
        TraceOutcome.Failed => "error",
        TraceOutcome.Recovered => "warning",
        _ => "good",
    };

    /// <summary>Adds the badge.</summary>
    /// <param name="page">The page.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="errors">Spans with an error, which are said as well.</param>
    public static void Add(HtmlWriter page, TraceOutcome outcome, int errors)
    {
        page.Add($"<span class=\"badge {Style(outcome)}\">{Word(outcome)}</span>");
        if (errors > 0)
        {
            page.Add($" <small>{errors} {(errors == 1 ? "error" : "errors")} inside</small>");
        }
    }
}
