namespace Tta.Primitives;

/// <summary>Chooses the route that has been fastest of late, and tries the others now and then.</summary>
/// <typeparam name="TIn">What the router takes.</typeparam>
/// <remarks>
/// The router measures, by its own clock. A failure, and what a time limit cut off, counts as at least ten seconds, so that failing fast
/// does not attract calls; what its caller gave up only makes a route slower. One selector per router.
/// </remarks>
public sealed class LatencySelector<TIn> : IRouteSelector<TIn>, IRouteObserver
{
    private const double Weight = 0.3;
    private const double FailureSeconds = 10;

    private readonly string[] _routes;
    private readonly int _exploreEvery;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);
    private int _choices;
    private int _explored = -1;

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
            string fastest = _routes[0];
            double least = double.PositiveInfinity;
            foreach (string route in _routes)
            {
                if (!_seconds.TryGetValue(route, out double seconds))
                {
                    return new(new RouteDecision(route, RouteReasons.Exploration));
                }

                if (seconds < least)
                {
                    (fastest, least) = (route, seconds);
                }
            }

            if (_exploreEvery == 0 || ++_choices < _exploreEvery)
            {
                return new(new RouteDecision(fastest, RouteReasons.Latency));
            }

            _choices = 0;
            _explored = (_explored + 1) % _routes.Length;
            return new(new RouteDecision(_routes[_explored], RouteReasons.Exploration));
        }
    }

    /// <inheritdoc/>
    public void Observe(string route, TimeSpan duration, RouteOutcome outcome)
    {
        double seconds = duration.TotalSeconds;
        lock (_gate)
        {
            if (!_routes.Contains(route, StringComparer.Ordinal))
            {
                return;
            }

            bool known = _seconds.TryGetValue(route, out double before);
            double sample = outcome switch
            {
                RouteOutcome.Succeeded => seconds,
                RouteOutcome.Failed => Math.Max(seconds, FailureSeconds),

                // What was given up after so long would have taken, on average, as much longer as an execution takes at all.
                _ => seconds + before,
            };
            _seconds[route] = known ? (Weight * sample) + ((1 - Weight) * before) : sample;
        }
    }
}
