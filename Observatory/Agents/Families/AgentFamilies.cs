using Observatory.Agents.Steps;

namespace Observatory.Agents.Families;

/// <summary>The families that are read, the one whose words win first.</summary>
internal static class AgentFamilies
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<IAgentFamily> All =
        [new GenAi(), new OpenInference(), new OpenLlmetry(), new AiSdk(), new Mastra(), new MicrosoftWorkflows(), new TtaPrimitives()];

    /// <summary>The attributes that name a conversation, in any family.</summary>
    public static readonly IReadOnlyList<string> ConversationKeys =
        [.. All.SelectMany(f => f.ConversationKeys).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads a span with every family.</summary>
    public static void Read(AgentStep step)
    {
        foreach (var family in All)
        {
            var known = step.Kind is not null;
            family.Read(step);
            if (!known && step.Kind is not null)
            {
                step.Family = family.Name;
            }
        }

        // It speaks the conventions, in words that are not theirs yet.
        if (step.Kind is null && step.Attributes.HasPrefix("gen_ai."))
        {
            (step.Kind, step.Family) = (StepKind.Step, "gen_ai");
        }
    }
}
