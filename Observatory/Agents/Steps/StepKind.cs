namespace Observatory.Agents.Steps;

/// <summary>What a span of an agents' framework is.</summary>
internal enum StepKind
{
    /// <summary>Something else that the framework does: a turn, a node, a task, a handoff.</summary>
    Step,

    /// <summary>A workflow.</summary>
    Workflow,

    /// <summary>An agent at work.</summary>
    Agent,

    /// <summary>A call to a model: a chat, a completion, embeddings.</summary>
    ModelCall,

    /// <summary>A tool that runs.</summary>
    Tool,

    /// <summary>A search for what a model is to know.</summary>
    Retrieval,

    /// <summary>The making of an agent or a workflow, before any run of it.</summary>
    Setup,
}
