namespace Tta.Primitives.Tests;

/// <summary>What belongs to one execution, and what a child has of its parent.</summary>
public sealed class ContextTests
{
    [Fact]
    public void A_child_has_an_id_of_its_own_and_is_correlated_with_what_caused_it()
    {
        var parent = new WorkflowContext("outer") { CorrelationId = "c", AgentType = "writer", SessionId = "s" };
        parent.State["x"] = 1;
        WorkflowContext child = parent.CreateChild("inner");
        Assert.Equal(1, child.State["x"]);
        child.State["x"] = 2;

        Assert.NotEqual(parent.WorkflowId, child.WorkflowId);
        Assert.Equal(parent.WorkflowId, child.CausationId);
        Assert.Equal(("c", "inner", "writer", "s"), (child.CorrelationId, child.WorkflowName, child.AgentType, child.SessionId));
        Assert.Equal(1, parent.State["x"]);
        child.Usage.AddCall(1, 2, 0.5m);
        Assert.Equal(0.5m, parent.Usage.Snapshot().CostUsd);
    }
}
