using Observatory.Agents.Steps;
using Tta.Observatory.Tests.Agents.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Agents;

/// <summary>What no recording shows: other versions of the conventions, and families of which there is no recording.</summary>
public sealed class FamilyTests
{
    [Fact]
    public void A_workflow_of_the_first_release_of_the_conventions_own_repository_has_its_name_where_agents_have_theirs()
    {
        var run = AgentSpans.Read(
            new TestSpan { Id = 1, Name = "invoke_workflow report", Attributes = [("gen_ai.operation.name", "invoke_workflow"), ("gen_ai.agent.name", "report")] },
            AgentSpans.Agent(2, "writer", 1),
            AgentSpans.Chat(3, 2)).Run!;

        Assert.Equal(("report", "writer"), (run.Workflow, Assert.Single(run.Agents)));
    }

    [Fact]
    public void Words_that_the_conventions_do_not_have_yet_show_as_what_they_are()
    {
        var trace = AgentSpans.Read(
            AgentSpans.Agent(1, "a"),
            new TestSpan { Id = 2, Parent = 1, Name = "plan", Attributes = [("gen_ai.operation.name", "plan")] },
            new TestSpan { Id = 3, Parent = 1, Name = "something", Attributes = [("gen_ai.memory.scope", "user")] });

        Assert.Equal((StepKind.Step, "plan"), (trace.StepOf(1)!.Kind, trace.StepOf(1)!.Operation));
        Assert.Equal((StepKind.Step, "something"), (trace.StepOf(2)!.Kind, trace.StepOf(2)!.Name));
    }

    [Theory]
    [InlineData("chat", StepKind.ModelCall)]
    [InlineData("text_completion", StepKind.ModelCall)]
    [InlineData("generate_content", StepKind.ModelCall)]
    [InlineData("embeddings", StepKind.ModelCall)]
    [InlineData("retrieval", StepKind.Retrieval)]
    [InlineData("create_agent", StepKind.Setup)]
    public void The_conventions_say_what_a_span_is(string operation, object kind) =>
        Assert.Equal(kind, AgentSpans.Read(new TestSpan { Attributes = [("gen_ai.operation.name", operation)] }).StepOf(0)!.Kind);

    [Fact]
    public void A_node_of_a_graph_names_the_agent_that_has_no_name_of_its_own()
    {
        var step = AgentSpans.Read(new TestSpan
        {
            Attributes = [("openinference.span.kind", "AGENT"), ("graph.node.id", "critic")],
        }).StepOf(0)!;

        Assert.Equal((StepKind.Agent, "critic"), (step.Kind, step.Name));
    }

    [Fact]
    public void An_executor_of_a_Microsoft_workflow_has_its_id_for_a_name()
    {
        var trace = AgentSpans.Read(
            new TestSpan { Id = 1, Name = "workflow.run", Attributes = [("workflow.id", "w1"), ("workflow.name", "report")] },
            new TestSpan { Id = 2, Parent = 1, Name = "executor.process writer", Attributes = [("executor.id", "writer"), ("workflow.name", "report")] });

        Assert.Equal(("report", "writer"), (trace.StepOf(0)!.Name, trace.StepOf(1)!.Name));
    }

    [Fact]
    public void The_AI_SDK_says_tokens_in_its_own_words_of_today_and_of_before()
    {
        static TokenUsage Read(params (string Key, object Value)[] usage) => AgentSpans.Read(new TestSpan
        {
            Attributes = [("ai.operationId", "ai.generateText.doGenerate"), .. usage],
        }).StepOf(0)!.Tokens;

        Assert.Equal(
            new TokenUsage(9, 4, 3, 1),
            Read(("ai.usage.inputTokens", 9), ("ai.usage.cachedInputTokens", 4), ("ai.usage.outputTokens", 3), ("ai.usage.reasoningTokens", 1)));
        Assert.Equal(new TokenUsage(9, null, 3, null), Read(("ai.usage.promptTokens", 9), ("ai.usage.completionTokens", 3)));
    }

    [Fact]
    public void A_span_that_no_family_knows_does_not_part_a_call_from_its_agent()
    {
        var call = AgentSpans.Read(
            AgentSpans.Agent(1, "a"), new TestSpan { Id = 2, Parent = 1, Name = "POST" }, AgentSpans.Chat(3, 2)).StepOf(2)!;

        Assert.Equal(("a", true), (call.Agent, call.IsBelowAgent));
    }

    [Theory]
    [InlineData("agent_run", StepKind.Agent)]
    [InlineData("workflow_run", StepKind.Workflow)]
    [InlineData("model_generation", StepKind.ModelCall)]
    [InlineData("mcp_tool_call", StepKind.Tool)]
    [InlineData("workflow_step", StepKind.Step)]
    public void Mastra_says_what_a_span_is(string type, object kind)
    {
        var step = AgentSpans.Read(new TestSpan { Attributes = [("mastra.span.type", type), ("mastra.metadata.sessionId", "s1")] }).StepOf(0)!;

        Assert.Equal((kind, "s1", "mastra"), (step.Kind, step.Conversation, step.Family));
    }

    [Fact]
    public void OpenLlmetry_before_the_conventions_names_a_call_by_its_request()
    {
        var step = AgentSpans.Read(new TestSpan
        {
            Name = "openai.chat",
            Attributes = [("llm.request.type", "chat"), ("gen_ai.system", "openai"), ("gen_ai.usage.prompt_tokens", 7), ("gen_ai.usage.completion_tokens", 3)],
        }).StepOf(0)!;

        Assert.Equal((StepKind.ModelCall, "openai", new TokenUsage(7, null, 3, null)), (step.Kind, step.Provider, step.Tokens));
    }

    [Fact]
    public void A_workflow_of_our_own_library_is_a_run_whose_agent_the_workflow_names()
    {
        (string, object)[] shared = [("workflow.id", "w1"), ("workflow.name", "report"), ("correlation.id", "c1"), ("agent.id", "demo-agent"), ("session.id", "s1")];
        var trace = AgentSpans.Read(
            new TestSpan { Id = 1, Name = "workflow.execute", Attributes = shared },
            new TestSpan { Id = 2, Parent = 1, Name = "recovery.retry.attempt_1", Attributes = [.. shared, ("primitive.type", "retry"), ("primitive.name", "careful"), ("primitive.action", "attempt")] },
            AgentSpans.Chat(3, 2, more: [.. shared, ("primitive.type", "llm"), ("primitive.action", "generate"), ("llm.cost_usd", 0.25)]));

        var run = trace.Run!;
        Assert.Equal(("report", "demo-agent", "s1", 1, 0.25m), (run.Workflow, Assert.Single(run.Agents), run.Conversation, run.ModelCalls, run.Cost.Reported));
        Assert.Equal((StepKind.Step, "careful"), (trace.StepOf(1)!.Kind, trace.StepOf(1)!.Name));
    }

    [Fact]
    public void A_workflow_of_our_own_library_that_speaks_the_conventions_is_the_same_run_and_its_agent_the_kind_that_acts()
    {
        (string, object)[] shared =
            [("workflow.id", "w1"), ("workflow.name", "report"), ("correlation.id", "c1"), ("agent.id", "writer-1"), ("agent.type", "writer"), ("session.id", "s1")];
        var trace = AgentSpans.Read(
            new TestSpan
            {
                Id = 1,
                Name = "demo.workflow_execution",
                Attributes =
                [
                    .. shared, ("gen_ai.operation.name", "invoke_workflow"), ("gen_ai.workflow.name", "report"), ("gen_ai.agent.name", "writer"),
                    ("gen_ai.agent.id", "writer-1"),
                ],
            },
            new TestSpan { Id = 2, Parent = 1, Name = "primitive.lambda.execute", Attributes = [.. shared, ("primitive.type", "lambda"), ("primitive.name", "draft"), ("primitive.action", "execute")] },
            AgentSpans.Chat(3, 2, more: [.. shared, ("primitive.type", "llm"), ("primitive.action", "generate")]));

        var run = trace.Run!;
        Assert.Equal(("report", "writer", "s1", 1), (run.Workflow, Assert.Single(run.Agents), run.Conversation, run.ModelCalls));
        Assert.Equal([StepKind.Workflow, StepKind.Step, StepKind.ModelCall], trace.Steps.Select(s => s.Kind!.Value));
        Assert.All(trace.Steps, s => Assert.Equal("writer", s.Agent));
        Assert.All(trace.Steps, s => Assert.True(s.IsMeasured));
    }

    [Fact]
    public void A_trace_without_agents_workflows_or_models_is_no_run()
    {
        Assert.Null(AgentSpans.Read(new TestSpan { Name = "GET /" }).Run);
        Assert.Null(AgentSpans.Read(AgentSpans.Tool(1, 0, "search")).Run);
        Assert.Null(AgentSpans.Read(new TestSpan { Attributes = [("gen_ai.operation.name", "create_agent")] }).Run);
    }

    [Fact]
    public void A_run_without_words_for_tokens_does_not_know_them()
    {
        var run = AgentSpans.Read(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1, input: null, output: null)).Run!;

        Assert.Equal(default, run.Tokens);
    }
}
