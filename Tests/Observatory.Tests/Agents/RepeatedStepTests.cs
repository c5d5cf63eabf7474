using Tta.Observatory.Tests.Agents.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Agents;

/// <summary>Two instrumentations in one process tell of a call twice: it counts once.</summary>
public sealed class RepeatedStepTests
{
    private static TestSpan OpenInferenceCall(ulong id, ulong parent, long? input = 100, long? output = 10, int startsAt = 2) => new()
    {
        Id = id,
        Parent = parent,
        Name = "ChatOpenAI",
        Scope = "openinference",
        Start = startsAt * AgentSpans.Milli,
        Duration = 10 * AgentSpans.Milli,
        Attributes =
        [
            ("openinference.span.kind", "LLM"), ("llm.model_name", "small-2026"),
            .. input is null ? [] : ((string, object)[])[("llm.token_count.prompt", input)], .. output is null ? [] : ((string, object)[])[("llm.token_count.completion", output)],
        ],
    };

    [Fact]
    public void A_call_around_a_call_counts_as_the_inner_one_completed_by_the_outer()
    {
        var trace = AgentSpans.Read(AgentSpans.Agent(1, "a"), OpenInferenceCall(2, 1), AgentSpans.Chat(3, 2, input: null, output: null));

        var run = trace.Run!;
        Assert.Equal((1, 100L, 10L, "small-2026"), (run.ModelCalls, run.Tokens.Input, run.Tokens.Output, Assert.Single(run.Models)));
        Assert.Equal([false, true, false], trace.Steps.Select(s => s.IsRepeat));
    }

    [Fact]
    public void A_call_around_its_retries_counts_each_of_them_and_not_itself()
    {
        var run = AgentSpans.Read(
            AgentSpans.Agent(1, "a"),
            AgentSpans.Chat(2, 1, scope: "framework") with { Duration = 80 * AgentSpans.Milli },
            AgentSpans.Chat(3, 2, input: null, output: null) with { Status = 2 },
            AgentSpans.Chat(20, 2)).Run!;

        Assert.Equal((1, 1, 100L), (run.ModelCalls, run.FailedModelCalls, run.Tokens.Input));
    }

    [Fact]
    public void Calls_beside_each_other_that_tell_the_same_of_the_same_time_count_once()
    {
        var run = AgentSpans.Read(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1), OpenInferenceCall(3, 1)).Run!;

        Assert.Equal((1, 100L), (run.ModelCalls, run.Tokens.Input));
    }

    [Fact]
    public void Calls_of_one_instrumentation_at_the_same_time_are_two() =>
        Assert.Equal(2, AgentSpans.Read(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1), AgentSpans.Chat(3, 1)).Run!.ModelCalls);

    [Fact]
    public void Calls_that_differ_in_tokens_or_in_time_are_two()
    {
        Assert.Equal(2, AgentSpans.Read(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1), OpenInferenceCall(3, 1, input: 101)).Run!.ModelCalls);
        Assert.Equal(2, AgentSpans.Read(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1), OpenInferenceCall(3, 1, startsAt: 30)).Run!.ModelCalls);
    }

    [Fact]
    public void A_call_below_an_agent_or_a_tool_of_a_call_is_another_one()
    {
        Assert.Equal(2, AgentSpans.Read(AgentSpans.Chat(1, 0), AgentSpans.Agent(2, "a", 1), AgentSpans.Chat(3, 2)).Run!.ModelCalls);
        Assert.Equal(2, AgentSpans.Read(AgentSpans.Chat(1, 0), AgentSpans.Tool(2, 1, "ask"), AgentSpans.Chat(3, 2)).Run!.ModelCalls);
    }

    [Fact]
    public void Embeddings_below_a_chat_are_another_call()
    {
        var embeddings = AgentSpans.Chat(3, 2) with { Attributes = [("gen_ai.operation.name", "embeddings"), ("gen_ai.usage.input_tokens", 5)] };

        var run = AgentSpans.Read(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1), embeddings).Run!;

        Assert.Equal((2, 105L), (run.ModelCalls, run.Tokens.Input));
    }

    [Fact]
    public void A_tool_told_twice_fails_once()
    {
        var run = AgentSpans.Read(
            AgentSpans.Agent(1, "a"),
            AgentSpans.Tool(2, 1, "search", status: 2),
            AgentSpans.Tool(3, 2, "search", status: 2, scope: "other"),
            AgentSpans.Tool(4, 1, "read")).Run!;

        Assert.Equal((2, 1), (run.ToolCalls, run.ToolErrors));
    }
}
