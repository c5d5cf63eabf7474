using Observatory.Agents.Runs;
using Observatory.Html;

namespace Observatory.Views.Agents;

/// <summary>Two runs beside each other: what each came to.</summary>
internal static class RunComparison
{
    private const int MaxText = 400;

    /// <summary>Adds the table, and the heading of what follows; nothing where neither trace is a run.</summary>
    public static void Add(HtmlWriter page, AgentRun? a, AgentRun? b)
    {
        if (a is null && b is null)
        {
            return;
        }

        page.Add($"<div class=\"scroll card\"><table class=\"runs compared\"><thead><tr><th>Run</th><th>A</th><th>B</th></tr></thead><tbody>\n");
        Row("name", r => r.Title);
        Row("outcome", r => r.Failure is { } failure ? $"failed: {failure.Type}" : "ok");
        Row("agents", r => RunTexts.Names(r.Agents));
        Row("models", r => RunTexts.Names(r.Models));
        Row("model calls", r => Count(r.ModelCalls, r.FailedModelCalls));
        Row("tools", r => RunTexts.Names(r.Tools));
        Row("tool calls", r => Count(r.ToolCalls - r.ToolErrors, r.ToolErrors));
        Row("tokens in", r => RunTexts.Tokens(r.Tokens.Input));
        Row("of these cached", r => RunTexts.Tokens(r.Tokens.Cached));
        Row("tokens out", r => RunTexts.Tokens(r.Tokens.Output));
        Row("of these reasoning", r => RunTexts.Tokens(r.Tokens.Reasoning));
        Row("cost", r => RunTexts.Cost(r.Cost));
        page.Add($"</tbody></table></div><h2>Operations</h2>");

        void Row(string name, Func<AgentRun, string> text)
        {
            var (textA, textB) = (a is null ? "no run" : text(a), b is null ? "no run" : text(b));
            page.Add($"<tr><th scope=\"row\">{name}</th><td>{Display.Cut(textA, MaxText)}</td><td>");
            if (textA == textB)
            {
                page.Add($"{Display.Cut(textB, MaxText)}</td></tr>\n");
            }
            else
            {
                page.Add($"<strong>{Display.Cut(textB, MaxText)}</strong></td></tr>\n");
            }
        }

        static string Count(int good, int failed) => failed == 0 ? $"{good}" : $"{good} + {failed} failed";
    }
}
