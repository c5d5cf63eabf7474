namespace Tta.Primitives;

/// <summary>Chooses the cheapest route.</summary>
/// <typeparam name="TIn">What the router takes.</typeparam>
public sealed class CostSelector<TIn> : IRouteSelector<TIn>
{
    private readonly string[] _routes;
    private readonly Func<string, TIn, decimal?> _estimate;

    /// <summary>Compares estimates.</summary>
    /// <param name="routes">The routes to choose from, at least one; of equally cheap ones the first is taken.</param>
    /// <param name="estimate">What an input would cost on a route, or null when unknown. Unknown comes after every known cost.</param>
    /// <exception cref="ArgumentException">There is no route, or an argument is null.</exception>
    public CostSelector(IEnumerable<string> routes, Func<string, TIn, decimal?> estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        _routes = SelectorRoutes.Checked(routes);
        _estimate = estimate;
    }

    /// <inheritdoc/>
    public ValueTask<RouteDecision> SelectAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        string route = _routes[0];
        decimal least = decimal.MaxValue;
        foreach (string candidate in _routes)
        {
            if (_estimate(candidate, input) is { } cost && cost < least)
            {
                (route, least) = (candidate, cost);
            }
        }

        return new(new RouteDecision(route, RouteReasons.Cost));
    }
}
