using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>Takes the first route of which a keyword occurs in the prompt.</summary>
internal sealed class KeywordSelector(string otherwise, IReadOnlyList<(string Route, string[] Keywords)> routes) : IRouteSelector<string>
{
    public ValueTask<RouteDecision> SelectAsync(string input, WorkflowContext context, CancellationToken cancellationToken)
    {
        foreach (var (route, keywords) in routes)
        {
            if (Array.Exists(keywords, keyword => input.Contains(keyword, StringComparison.OrdinalIgnoreCase)))
            {
                return new(new RouteDecision(route, "keyword"));
            }
        }

        return new(new RouteDecision(otherwise, "no_keyword"));
    }
}
