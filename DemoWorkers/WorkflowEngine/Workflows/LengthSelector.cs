using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>Longer tasks go to stronger models: what is asked for in few words rarely needs one.</summary>
internal sealed class LengthSelector : IRouteSelector<string>
{
    public const string Fast = "fast";
    public const string Balanced = "balanced";
    public const string Frontier = "frontier";

    private const int FastUpTo = 110;
    private const int BalancedUpTo = 190;

    public ValueTask<RouteDecision> SelectAsync(string input, WorkflowContext context, CancellationToken cancellationToken) =>
        new(new RouteDecision(
            input.Length <= FastUpTo ? Fast : input.Length <= BalancedUpTo ? Balanced : Frontier, "complexity"));
}
