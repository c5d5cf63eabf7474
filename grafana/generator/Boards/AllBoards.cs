using Tta.Dashboards.Model;

namespace Tta.Dashboards.Boards;

/// <summary>The boards, in the order in which they are meant to be looked at.</summary>
internal static class AllBoards
{
    public static IReadOnlyList<Board> List { get; } =
    [
        AgentObservability.Board,
        SystemOverview.Board,
        PrimitiveDrilldown.Board,
        Dependencies.Board,
        Errors.Board,
        CostEfficiency.Board,
        Adaptive.Board,
        PrimitivesSummary.Board,
        Infrastructure.Board,
        AnyAgents.Board,
    ];
}
