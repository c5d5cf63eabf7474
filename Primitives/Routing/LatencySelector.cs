namespace Tta.Primitives;

/// <summary>Chooses the route that has been fastest of late, and tries the others now and then.</summary>
/// <typeparam name="TIn">What the router takes.</typeparam>
/// <remarks>A failure counts as at least ten seconds, so that failing fast does not attract calls. One selector per router.</remarks>
public sealed class LatencySelector<TIn> : IRouteSelector<TIn>, IRouteObserver
{
    private const double Weight = 0.3;
    private const double FailureSeconds = 10;

    private readonly string[] _routes;
    private readonly int _exploreEvery;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);
    private int _choices;
    private int _explored;

    /// <summary>Learns from the routes' times.</summary>
    /// <param name="routes">The routes to choose from, at least one.</param>
    /// <param name="exploreEvery">Every so many choices another route is tried, in turn. 0: never.</param>
    /// <exception cref="ArgumentException">There is no route, or <paramref name="exploreEvery"/> is negative.</exception>
    public LatencySelector(IEnumerable<string> routes, int exploreEvery = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exploreEvery);
        _routes = SelectorRoutes.Checked(routes);
        _exploreEvery = exploreEvery;
    }

    /// <inheritdoc/>
    public ValueTask<RouteDecision> SelectAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_routes.FirstOrDefault(route => !_seconds.ContainsKey(route)) is { } unknown)
            {
                return new(new RouteDecision(unknown, RouteReasons.Exploration));
            }

            return _exploreEvery > 0 && ++_choices % _exploreEvery == 0
                ? new(new RouteDecision(_routes[_explored++ % _routes.Length], RouteReasons.Exploration))
                : new(new RouteDecision(_routes.MinBy(route => _seconds[route])!, RouteReasons.Latency));
        }
    }

    /// <inheritdoc/>
    public void Observe(string route, TimeSpan duration, bool succeeded)
    {
        double seconds = duration.TotalSeconds;
        lock (_gate)
        {
            if (!_routes.Contains(route, StringComparer.Ordinal))
            {
                return;
            }

            bool known = _seconds.TryGetValue(route, out double before);
            double sample = succeeded ? seconds : Math.Max(seconds, FailureSeconds);
            _seconds[route] = known ? (Weight * sample) + ((1 - Weight) * before) : sample;
        }
    }
}
