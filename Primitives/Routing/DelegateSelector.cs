namespace Tta.Primitives;

/// <summary>A rule written as a delegate.</summary>
internal sealed class DelegateSelector<TIn>(Func<TIn, WorkflowContext, string> rule) : IRouteSelector<TIn>
{
    public ValueTask<RouteDecision> SelectAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        new(new RouteDecision(rule(input, context), RouteReasons.Rule));
}
