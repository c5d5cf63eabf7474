using Tta.Observatory.Tests.Agents.Support;

namespace Tta.Observatory.Tests.Agents;

public sealed class OutcomeTests
{
    [Fact]
    public void A_failed_call_that_another_made_good_fails_no_run() =>
        Assert.Null(AgentSpans.Read(
            AgentSpans.Agent(1, "a"),
            AgentSpans.Chat(2, 1) with { Status = 2 },
            AgentSpans.Chat(20, 1)).Run!.Failure);

    [Fact]
    public void A_failed_call_with_nothing_good_after_it_fails_the_run_whatever_its_root_says() =>
        Assert.Equal("no more quota", AgentSpans.Read(
            AgentSpans.Agent(1, "a", status: 1),
            AgentSpans.Chat(2, 1),
            AgentSpans.Chat(20, 1) with { Status = 2, StatusMessage = "no more quota" }).Run!.Failure?.Reason);

    [Fact]
    public void A_failed_tool_fails_no_run_by_itself()
    {
        var run = AgentSpans.Read(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1), AgentSpans.Tool(15, 1, "search", status: 2)).Run!;

        Assert.Equal((null, 1), (run.Failure, run.ToolErrors));
    }

    [Fact]
    public void A_root_that_failed_fails_the_run_and_what_began_last_is_the_reason()
    {
        var failure = AgentSpans.Read(
            AgentSpans.Agent(1, "a", status: 2),
            AgentSpans.Chat(2, 1),
            AgentSpans.Tool(15, 1, "search", status: 2) with { Attributes = [.. AgentSpans.Tool(15, 1, "search").Attributes, ("error.type", "<class 'app.Missing'>")] }).Run!.Failure!;

        Assert.Equal(("app.Missing", "app.Missing"), (failure.Type, failure.Reason));
    }
}
