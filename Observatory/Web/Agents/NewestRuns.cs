using Observatory.Agents.Runs;
using Observatory.Html;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Web.Agents;

/// <summary>The newest runs, for the home page.</summary>
internal sealed class NewestRuns(TraceStore store, AgentRuns runs)
{
    private const int Shown = 8;
    private const int LookedAt = 40;

    /// <summary>Adds the section, which is empty where nothing of agents is stored.</summary>
    public async ValueTask AddAsync(HtmlWriter page, CancellationToken cancellation)
    {
        // Always there, so that the script that renews the page finds it.
        page.Add($"<section id=\"home-runs\" data-live>");
        var traces = TraceSearch.Run(store, new() { Limit = LookedAt }, cancellation);
        var newest = runs.Among(traces, cancellation).OrderByDescending(r => r.StartNanos).Take(Shown).ToList();
        if (newest.Count > 0)
        {
            page.Add($"<h2><a href=\"/runs\">Newest runs of agents</a></h2>");
            await RunTable.AddAsync(page, newest).ConfigureAwait(false);
        }

        page.Add($"</section>");
    }
}
