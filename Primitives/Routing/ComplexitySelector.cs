namespace Tta.Primitives;

/// <summary>Chooses by how hard an input is.</summary>
/// <typeparam name="TIn">What the router takes.</typeparam>
public sealed class ComplexitySelector<TIn> : IRouteSelector<TIn>
{
    private readonly Func<TIn, double> _score;
    private readonly (double UpTo, string Route)[] _steps;
    private readonly string _above;

    /// <summary>Compares a score with limits.</summary>
    /// <param name="score">How hard an input is.</param>
    /// <param name="steps">The highest score of each route, in any order.</param>
    /// <param name="above">The route for still higher scores.</param>
    /// <exception cref="ArgumentException">An argument is null or blank.</exception>
    public ComplexitySelector(Func<TIn, double> score, IEnumerable<(double UpTo, string Route)> steps, string above)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentException.ThrowIfNullOrWhiteSpace(above);
        _score = score;
        _steps = [.. steps.OrderBy(step => step.UpTo)];
        _above = above;
    }

    /// <inheritdoc/>
    public ValueTask<RouteDecision> SelectAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        double score = _score(input);
        foreach ((double upTo, string route) in _steps)
        {
            if (score <= upTo)
            {
                return new(new RouteDecision(route, RouteReasons.Complexity));
            }
        }

        return new(new RouteDecision(_above, RouteReasons.Complexity));
    }
}
