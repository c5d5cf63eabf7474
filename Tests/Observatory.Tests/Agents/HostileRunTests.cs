using System.Net;
using Observatory.Agents.Steps;
using Tta.Observatory.Tests.Agents.Support;
using Tta.Observatory.Tests.Support;
using Tta.Observatory.Tests.Web;

namespace Tta.Observatory.Tests.Agents;

public sealed class HostileRunTests : PageFixture
{
    [Fact]
    public async Task Ten_thousand_tools_are_counted_and_some_are_named()
    {
        await Observatory.StoreAsync([AgentSpans.Agent(1, "a"), .. Enumerable.Range(2, 10_000).Select(i => AgentSpans.Tool((ulong)i, 1, $"tool {i}", status: i % 2 == 0 ? 2 : 0))]);

        var page = Text(await PageAsync("/trace/1"));

        Assert.Contains("5000 + 5000 failed", page, StringComparison.Ordinal);
        Assert.Contains("Of 10000 tools the first 50 are named", page, StringComparison.Ordinal);
        Assert.Contains("500 of 10001 spans are shown", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_a_megabyte_is_cut_and_the_cut_is_said()
    {
        var huge = new string('x', 1_000_000);
        await Observatory.StoreAsync(AgentSpans.Agent(1, huge[..5000]), AgentSpans.Chat(2, 1, more: [("gen_ai.input.messages", huge)]));

        var page = await PageAsync("/trace/1");

        Assert.InRange(page.Length, 1000, 100_000);
        Assert.Contains("1000000 bytes in all; the rest is in the JSON", page, StringComparison.Ordinal);
        Assert.InRange((await PageAsync("/runs")).Length, 1000, 50_000);
    }

    [Theory]
    [InlineData("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"<script>alert(1)</script>\"}]}]")]
    [InlineData("[{\"role\":\"<script>\"")]
    [InlineData("[1, 2, 3]")]
    [InlineData("[{\"role\":\"\\ud800\"}]")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("")]
    public async Task Messages_of_any_form_are_text_and_nothing_else(string messages)
    {
        await Observatory.StoreAsync(AgentSpans.Agent(1, "<script>a</script>"), AgentSpans.Chat(2, 1, more: [("gen_ai.input.messages", messages), ("gen_ai.conversation.id", "<script>c</script>")]));

        AssertSafe(await PageAsync("/trace/1"));
        AssertSafe(await PageAsync("/runs"));
        AssertSafe(await PageAsync("/conversation?id=%3Cscript%3Ec%3C/script%3E"));
        AssertSafe(await PageAsync("/compare?a=1&b=1"));
        AssertSafe(await PageAsync("/"));
    }

    [Fact]
    public async Task Reasons_are_text_and_the_rarest_are_counted()
    {
        await Observatory.StoreAsync([.. Enumerable.Range(1, 30).Select(Failed)]);

        var page = await PageAsync("/runs?limit=100");

        AssertSafe(page);
        Assert.Contains("10 further reasons were rarer.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nest_of_JSON_deeper_than_any_reader_goes_is_shown_as_it_is()
    {
        var trace = AgentSpans.Read(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1, more: [("gen_ai.response.finish_reasons", new string('[', 100_000))]));

        Assert.Equal(1, trace.Run!.ModelCalls);
    }

    [Fact]
    public void Spans_that_are_each_others_parents_are_read_once_each()
    {
        var run = AgentSpans.Read(AgentSpans.Chat(1, 2), AgentSpans.Chat(2, 1), AgentSpans.Agent(3, "a", 3)).Run!;

        Assert.Equal(3, run.Spans);
        Assert.Equal("a", Assert.Single(run.Agents));
        Assert.Equal(1, run.ModelCalls);
    }

    [Theory]
    [InlineData(-1L, "-1")]
    [InlineData(long.MaxValue, "9.223372036854776E+18")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(0.5, "0.5")]
    public void Tokens_that_can_not_be_are_unknown_and_said(object tokens, string shown)
    {
        var run = AgentSpans.Read(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1, input: null, output: 3, more: [("gen_ai.usage.input_tokens", tokens)])).Run!;

        Assert.Equal(new TokenUsage(null, null, 3, null), run.Tokens);
        Assert.Contains(shown == "∞" ? "Infinity" : shown, Assert.Single(run.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("17")]
    [InlineData(17.0)]
    public void Tokens_as_text_or_as_a_fraction_without_one_are_read(object tokens) =>
        Assert.Equal(17, AgentSpans.Read(AgentSpans.Chat(2, 0, input: null, more: [("gen_ai.usage.input_tokens", tokens)])).Run!.Tokens.Input);

    [Fact]
    public void A_run_as_deep_as_it_is_long_is_read_in_one_pass()
    {
        var run = AgentSpans.Read([AgentSpans.Agent(1, "a"), .. Enumerable.Range(2, 20_000).Select(i => AgentSpans.Chat((ulong)i, (ulong)i - 1))]).Run!;

        // Each is around the next; the innermost was made.
        Assert.Equal((20_001, 1), (run.Spans, run.ModelCalls));
    }

    [Fact]
    public async Task A_conversation_needs_an_id_that_can_be_one()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await AnswerAsync("/conversation")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AnswerAsync($"/conversation?id={new string('a', 2000)}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync("/conversation?id=none")).Status);
    }

    private static TestSpan Failed(int number)
    {
        var span = AgentSpans.Agent(1, "<script>a</script>", status: 2);
        return span with { Trace = (ulong)number, Attributes = [.. span.Attributes, ("error.type", $"<script>{number}</script>")] };
    }
}
