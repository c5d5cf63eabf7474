namespace Tta.DemoWorkers.Common;

/// <summary>Which agents do a kind of workflow, and what type of workflow it is.</summary>
internal sealed record AgentKind(string AgentType, string WorkflowType)
{
    private static readonly AgentKind Other = new("generalist", "other");

    private static readonly Dictionary<string, AgentKind> ByWorkflow = new(StringComparer.Ordinal)
    {
        ["content_generation"] = new("writer", "generation"),
        ["code_review"] = new("reviewer", "analysis"),
        ["support_triage"] = new("supporter", "triage"),
        ["data_extraction"] = new("analyst", "extraction"),
        ["research_summary"] = new("researcher", "research"),
        ["translation"] = new("translator", "translation"),
        ["news_digest"] = new("editor", "digest"),
        ["order_fulfilment"] = new("clerk", "transaction"),
        ["travel_assistant"] = new("assistant", "assistance"),
        ["fact_check"] = new("checker", "verification"),
    };

    /// <summary>The types that agents of the demo have.</summary>
    public static IReadOnlySet<string> Types { get; } = ByWorkflow.Values.Append(Other).Select(kind => kind.AgentType).ToHashSet(StringComparer.Ordinal);

    public static AgentKind Of(string workflow) => ByWorkflow.GetValueOrDefault(workflow, Other);
}
