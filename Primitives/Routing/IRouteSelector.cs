namespace Tta.Primitives;

/// <summary>Chooses a route for an input.</summary>
/// <typeparam name="TIn">What the router takes.</typeparam>
public interface IRouteSelector<in TIn>
{
    /// <summary>Chooses.</summary>
    /// <param name="input">What is to be routed.</param>
    /// <param name="context">The execution.</param>
    /// <param name="cancellationToken">Cancels the choice.</param>
    /// <returns>The route's name and the reason.</returns>
    ValueTask<RouteDecision> SelectAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken);
}
