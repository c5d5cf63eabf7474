using Microsoft.Extensions.DependencyInjection;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Which workflow a measurement belongs to.</summary>
public sealed class WorkflowLabelTests
{
    [Fact]
    public async Task What_a_primitive_measures_names_the_workflow_that_it_ran_in()
    {
        using var telemetry = new Telemetry(spans: false);
        LambdaPrimitive<int, int> shared = Make.Add(1, "shared");
        await shared.ExecuteAsync(1, new WorkflowContext("one"));
        await shared.ExecuteAsync(1, new WorkflowContext("two") { AgentType = "writer" });
        await shared.ExecuteAsync(1, new WorkflowContext("one"));
        await shared.ExecuteAsync(1, new WorkflowContext());

        Assert.Equal(2, telemetry.Sum("tta.primitive.executions", ("workflow_name", "one"), ("agent_type", "unknown")));
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("workflow_name", "two"), ("agent_type", "writer")));
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("workflow_name", "unknown")));
        Assert.Equal(2, telemetry.Of("tta.execution.duration", ("workflow_name", "one")).Count());
    }

    [Theory]
    [InlineData("label_announced", "label_announced")]
    [InlineData("label_hostile", "other")]
    [InlineData(null, "unknown")]
    public async Task A_name_from_the_wire_is_a_label_when_it_was_announced(string? sent, string label)
    {
        KnownSeries.Workflow("label_announced", "test");
        using var telemetry = new Telemetry(spans: false);
        WorkflowContext context = WorkflowContext.Extract(name => name == "baggage" && sent is not null ? $"workflow.name={sent}" : null);
        await Make.Add(1).ExecuteAsync(1, context);
        await Make.Add(1).ExecuteAsync(1, context.CreateChild());

        Assert.Equal(sent, context.WorkflowName);
        Assert.Equal(2, telemetry.Sum("tta.primitive.executions", ("workflow_name", label)));
    }

    [Fact]
    public async Task A_workflow_that_is_registered_is_announced()
    {
        new ServiceCollection().AddWorkflow("label_registered", _ => Make.Add(1));
        using var telemetry = new Telemetry(spans: false);
        WorkflowContext context = WorkflowContext.Extract(name => name == "baggage" ? "workflow.name=label_registered" : null);
        await Make.Add(1).ExecuteAsync(1, context);
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("workflow_name", "label_registered")));
    }

    [Fact]
    public async Task A_name_given_here_outranks_what_was_sent()
    {
        using var telemetry = new Telemetry(spans: false);
        WorkflowContext context = WorkflowContext.Extract(name => name == "baggage" ? "workflow.name=label_hostile" : null, "label_own");
        await Make.Add(1).ExecuteAsync(1, context);
        await Make.Add(1).ExecuteAsync(1, context.CreateChild("label_child"));

        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("workflow_name", "label_own")));
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("workflow_name", "label_child")));
    }

    [Fact]
    public async Task More_workflows_than_are_kept_are_measured_all_the_same()
    {
        using var telemetry = new Telemetry(spans: false);
        LambdaPrimitive<int, int> shared = Make.Add(1, "much_shared");
        const int Workflows = LabelCache<object>.Capacity + 5;
        for (int i = 0; i < 2 * Workflows; i++)
        {
            await shared.ExecuteAsync(1, new WorkflowContext($"label_{i % Workflows}"));
        }

        Assert.All(Enumerable.Range(0, Workflows), i =>
            Assert.Equal(2, telemetry.Sum("tta.primitive.executions", ("workflow_name", $"label_{i}"))));
    }
}
