using Observatory.Hosting;
using Tta.Observatory.Tests.Agents.Support;

namespace Tta.Observatory.Tests.Agents;

/// <summary>The pages, of what frameworks sent.</summary>
public sealed class RunPageTests(Recordings recordings) : IClassFixture<Recordings>
{
    [Fact]
    public async Task The_runs_are_listed_with_what_they_did_and_the_making_of_agents_is_not()
    {
        var page = await PageAsync("/runs?limit=500&service=agent-framework");

        Assert.Contains("7 runs among the 13 traces", page, StringComparison.Ordinal);
        Assert.Contains("<strong>weather_report</strong> <small>agent-framework</small>", page, StringComparison.Ordinal);
        Assert.Contains("researcher, writer", page, StringComparison.Ordinal);
        Assert.Contains("488 → 65", page, StringComparison.Ordinal);
        Assert.Contains("Without a price: gpt-4.1-mini-2025-04-14", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_runs_that_failed_are_found_also_where_their_root_says_nothing()
    {
        var page = await PageAsync("/runs?failed=true&service=openai-agents");

        Assert.Contains("1 run among the 6 traces", page, StringComparison.Ordinal);
        Assert.Contains("/trace/d4477d4faa91e655aeda9a3359e4880e", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_that_failed_are_told_by_their_reason_and_those_that_did_not_have_none()
    {
        var page = await PageAsync("/runs?service=agent-framework&limit=500");

        Assert.Contains("<h2>Why runs failed</h2>", page, StringComparison.Ordinal);
        Assert.Matches("<tr><td>[^<]+</td><td>weather_report</td><td class=\"n\">1</td>\\s*<td><a href=\"/trace/[0-9a-f]{32}\">", page);
        Assert.DoesNotContain("Why runs failed", await PageAsync("/runs?service=agent-framework&tags=gen_ai.operation.name%3Dnone"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_of_different_frameworks_are_compared_by_what_they_came_to()
    {
        var page = await PageAsync("/compare?a=5854ae4face53fc08bbda447d9b606e0&b=3ac8c0de3206a270b4b9228e413a3953");

        Assert.Contains("<tr><th scope=\"row\">tokens in</th><td>488</td><td><strong>845</strong></td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><th scope=\"row\">outcome</th><td>ok</td><td>ok</td></tr>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5854ae4face53fc08bbda447d9b606e0", "❖", "☻", "✦", "⚙", "488", "160")] // Microsoft
    [InlineData("3ac8c0de3206a270b4b9228e413a3953", "❖", "☻", "✦", "⚙", "845", "336")] // Google
    [InlineData("62c4e98222d4b6ce0f5f0891641c20de", "›", "☻", "✦", "⚙", "573", "208")] // OpenAI by OpenInference
    [InlineData("165dcbba874d671df7bcd0cd21017aa3", "☻", "☻", "✦", "⚙", "332", "80")] // Vercel
    public async Task A_runs_page_has_the_kind_of_each_step_and_what_the_run_took(string trace, params string[] texts)
    {
        var page = await PageAsync($"/trace/{trace}");

        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("<section class=\"run card pad\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runs_calls_are_told_in_order_without_what_is_around_them()
    {
        var page = await PageAsync("/trace/5854ae4face53fc08bbda447d9b606e0?view=calls");

        Assert.Contains("aria-current=\"page\">Models, tools and agents (", page, StringComparison.Ordinal);
        Assert.Contains("<table class=\"calls\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<div class=\"waterfall", page, StringComparison.Ordinal);
        Assert.Matches("(?s)aria-label=\"workflow\".*aria-label=\"agent\".*aria-label=\"model call\".*aria-label=\"tool\".*aria-label=\"model call\"", page);
        Assert.Contains("<summary>What was said</summary>", await PageAsync("/trace/d479d158e7e7df50a8d2b5ce8ccc52a3?view=calls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_are_shown_where_they_were_captured()
    {
        var page = await PageAsync("/trace/d479d158e7e7df50a8d2b5ce8ccc52a3");

        Assert.Contains("<p class=\"message\"><strong>user</strong> What is the weather in Paris?</p>", page, StringComparison.Ordinal);
        Assert.Contains("<h4>Result</h4><pre tabindex=\"0\">Paris: 18 C, cloudy</pre>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_has_its_runs_in_order_and_what_they_cost_so_far()
    {
        var page = await PageAsync("/conversation?id=conv-e");

        // Five frameworks called one so; the last two did each run in two traces.
        Assert.Contains("<dt>runs</dt><dd>8</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<th>Cost so far</th>", page, StringComparison.Ordinal);
        Assert.Contains("reported $0.000144", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_has_the_newest_runs()
    {
        var page = await PageAsync("/");

        Assert.Contains("<section id=\"home-runs\" data-live><h2><a href=\"/runs\">Newest runs of agents</a></h2>", page, StringComparison.Ordinal);
    }

    private Task<string> PageAsync(string path) => recordings.Observatory.Http.GetStringAsync(recordings.Observatory.Uri(ListenerRoles.Ui, path));
}
