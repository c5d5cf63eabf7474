namespace Tta.Primitives;

/// <summary>What shares a budget.</summary>
public enum BudgetScope
{
    /// <summary>
    /// Each execution has its own. A workflow that it starts, or a part of it that another process runs, has one of its own again.
    /// </summary>
    Execution,

    /// <summary>All executions of a workflow, by its name as a metric label, within each window.</summary>
    Workflow,

    /// <summary>All executions with the same key, such as a tenant's, within each window.</summary>
    Key,
}
