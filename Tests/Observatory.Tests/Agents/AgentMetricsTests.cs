using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Observatory.Agents.Metrics;
using Observatory.Hosting;
using Tta.Observatory.Tests.Agents.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Agents;

/// <summary>What is derived from runs, as Prometheus reads it.</summary>
public sealed class AgentMetricsTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    // After what was recorded: an exemplar of the future is not kept.
    private readonly FakeTimeProvider _time = new(new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero));
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync()
    {
        _observatory = await TestObservatory.StartAsync(_data.Path, services: s => s.AddSingleton<TimeProvider>(_time));
        Look();
    }

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task What_frameworks_sent_adds_up_to_what_the_model_server_counted()
    {
        foreach (var file in Directory.GetFiles(Recordings.Folder, "*.traces.pb").Where(f => !f.Contains(".content.", StringComparison.Ordinal)))
        {
            (await _observatory.ExportAsync(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))).Dispose();
        }

        Look();
        Assert.DoesNotContain("agent_runs_total", await ScrapeAsync(), StringComparison.Ordinal);
        _time.Advance(EndedTraces.Quiet);
        Look();

        var expected = File.ReadLines(Path.Combine(Recordings.Folder, "expected.csv")).Skip(1).Select(r => r.Split(',')).ToList();
        var text = await ScrapeAsync();
        Assert.Equal(expected.Count, Sum(text, "agent_runs_total{"));
        Assert.Equal(expected.Count(r => r[9] == "true"), Sum(text, "agent_runs_total{", "status=\"failed\""));
        Assert.Equal(expected.Sum(r => Number(r[10])), Sum(text, "agent_model_calls_total{", "status=\"success\""));
        Assert.Equal(expected.Sum(r => Number(r[11])), Sum(text, "agent_model_calls_total{", "status=\"failed\""));
        Assert.Equal(expected.Sum(r => Number(r[12])), Sum(text, "agent_tool_calls_total{", "status=\"failed\""));
        Assert.Equal(expected.Sum(r => Number(r[13])), Sum(text, "agent_tokens_total{", "type=\"input\""));
        Assert.Equal(expected.Sum(r => Number(r[14])), Sum(text, "agent_tokens_total{", "type=\"cached\""));
        Assert.Equal(expected.Sum(r => Number(r[15])), Sum(text, "agent_tokens_total{", "type=\"output\""));
        Assert.Equal(expected.Count, Sum(text, "agent_run_duration_seconds_count{"));
        Assert.Equal(expected.Sum(r => Number(r[10])), Sum(text, "agent_unpriced_calls_total{"));
    }

    [Fact]
    public async Task A_run_is_counted_once_however_often_it_is_looked_at_and_whatever_comes_late()
    {
        await _observatory.StoreAsync(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1));
        LookLater();
        await _observatory.StoreAsync(AgentSpans.Tool(3, 1, "late"));
        LookLater();

        var text = await ScrapeAsync();
        Assert.Contains("agent_runs_total{job=\"service\",status=\"success\",workflow_name=\"a\"} 1 # {trace_id=\"00000000000000000000000000000001\"", text, StringComparison.Ordinal);
        Assert.Contains("agent_tokens_total{agent=\"a\",job=\"service\",model=\"small\",provider=\"openai\",type=\"input\",workflow_name=\"a\"} 100", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_has_ended_when_nothing_came_for_so_long_and_not_before()
    {
        await _observatory.StoreAsync(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1));
        Look();
        _time.Advance(EndedTraces.Quiet - TimeSpan.FromSeconds(1));
        Look();
        Assert.DoesNotContain("agent_runs_total", await ScrapeAsync(), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(1));
        Look();
        Assert.Equal(1, Sum(await ScrapeAsync(), "agent_runs_total{"));
    }

    [Fact]
    public async Task Tokens_of_reasoning_count_and_a_tool_that_is_told_twice_counts_once()
    {
        await _observatory.StoreAsync(
            AgentSpans.Agent(1, "a"),
            AgentSpans.Chat(2, 1, more: ("gen_ai.usage.reasoning.output_tokens", 4)),
            AgentSpans.Tool(3, 1, "search", scope: "framework"),
            AgentSpans.Tool(4, 3, "search"));
        LookLater();

        var text = await ScrapeAsync();
        Assert.Equal(4, Sum(text, "agent_tokens_total{", "type=\"reasoning\""));
        Assert.Equal(1, Sum(text, "agent_tool_calls_total{"));
    }

    [Fact]
    public async Task A_run_whose_root_has_not_come_is_waited_for()
    {
        await _observatory.StoreAsync(AgentSpans.Chat(2, 1));
        LookLater();
        Assert.DoesNotContain("agent_runs_total", await ScrapeAsync(), StringComparison.Ordinal);

        await _observatory.StoreAsync(AgentSpans.Agent(1, "a"));
        LookLater();
        Assert.Equal(1, Sum(await ScrapeAsync(), "agent_runs_total{"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_measures_itself_is_not_counted_twice_also_where_it_speaks_the_conventions(bool hasPrimitives)
    {
        await _observatory.StoreAsync(
            new TestSpan
            {
                Id = 1,
                Name = "workflow.execute",
                Attributes =
                [
                    ("workflow.id", "w"), ("workflow.name", "report"), ("correlation.id", "c"), ("gen_ai.operation.name", "invoke_workflow"),
                    ("gen_ai.workflow.name", "report"), ("gen_ai.agent.name", "writer"),
                ],
            },
            AgentSpans.Chat(2, 1, more: hasPrimitives ? [("primitive.type", "llm"), ("primitive.action", "generate")] : []));
        LookLater();

        Assert.DoesNotContain("agent_runs_total", await ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_names_than_there_is_room_for_are_others_and_nothing_is_lost()
    {
        await _observatory.StoreAsync([AgentSpans.Agent(1, "a"), .. Enumerable.Range(2, 3 * AgentSeries.MaxSeries).Select(i => AgentSpans.Tool((ulong)i, 1, $"tool {i}"))]);
        LookLater();

        var text = await ScrapeAsync();
        Assert.Equal(3 * AgentSeries.MaxSeries, Sum(text, "agent_tool_calls_total{"));
        Assert.InRange(text.Split("\nagent_tool_calls_total{").Length - 1, 1000, AgentSeries.MaxSeries + 10);
        Assert.Contains("tool=\"other\"", text, StringComparison.Ordinal);
        Assert.NotEqual(0, _observatory.Metric("observatory_agent_series_overflowed_total"));
    }

    private static double Number(string text) => text.Length == 0 ? 0 : double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static double Sum(string text, string series, string label = "") => text.Split('\n')
        .Where(l => l.StartsWith(series, StringComparison.Ordinal) && l.Contains(label, StringComparison.Ordinal))
        .Sum(l => Number(l[(l.IndexOf("} ", StringComparison.Ordinal) + 2)..].Split(' ')[0]));

    private void LookLater()
    {
        Look();
        _time.Advance(EndedTraces.Quiet);
        Look();
    }

    private void Look() => _observatory.Services.GetRequiredService<AgentMetricsWorker>().Look(TestContext.Current.CancellationToken);

    private async Task<string> ScrapeAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _observatory.Uri(ListenerRoles.Metrics, "/metrics"));
        request.Headers.Accept.ParseAdd("application/openmetrics-text; version=1.0.0");
        using var response = await _observatory.Http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
