namespace Tta.Primitives;

/// <summary>Takes the routes in turn.</summary>
/// <typeparam name="TIn">What the router takes.</typeparam>
public sealed class RoundRobinSelector<TIn> : IRouteSelector<TIn>
{
    private readonly string[] _routes;
    private uint _turn = uint.MaxValue;

    /// <summary>Takes routes in turn.</summary>
    /// <param name="routes">At least one.</param>
    /// <exception cref="ArgumentException">There is no route.</exception>
    public RoundRobinSelector(IEnumerable<string> routes) => _routes = SelectorRoutes.Checked(routes);

    /// <inheritdoc/>
    public ValueTask<RouteDecision> SelectAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        new(new RouteDecision(_routes[Interlocked.Increment(ref _turn) % (uint)_routes.Length], RouteReasons.RoundRobin));
}
