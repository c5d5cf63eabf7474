using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tta.Primitives;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

/// <summary>The workflow with a for-each, a race and a loop.</summary>
public sealed class FactCheckTests
{
    private const string Claims = "Check: trams are older than buses; the river has twelve bridges; bees sleep at night.";

    [Fact]
    public async Task A_claim_that_no_provider_can_check_is_left_out_and_all_of_them_fail_it()
    {
        await using var system = await EngineOverGateway.StartAsync();

        // Every second call of the first fails, all of the second: of three claims one is left.
        using var first = await system.Engine.Client.PutAsJsonAsync("/faults/check_first", new { errorRate = 0.4 });
        using var second = await system.Engine.Client.PutAsJsonAsync("/faults/check_second", new { errorRate = 1 });
        using var some = await system.RunAsync("fact_check", Claims);
        Assert.Equal(HttpStatusCode.OK, some.StatusCode);

        using var none = await system.Engine.Client.PutAsJsonAsync("/faults/check_first", new { errorRate = 1 });
        using var all = await system.RunAsync("fact_check", Claims);
        Assert.Equal(HttpStatusCode.InternalServerError, all.StatusCode);
        Assert.Equal("ForEachException", (await all.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error_type").GetString());
    }

    [Fact]
    public async Task A_provider_that_hangs_is_raced_by_the_other_and_not_waited_for()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var system = await EngineOverGateway.StartAsync(
            ("Workflows:fact_check:check_first:Provider", "local"), ("Workflows:fact_check:check_first:Model", "qwen3.8-27b"));
        using var hangs = await system.Gateway.Client.PutAsJsonAsync("/faults/qwen3.8-27b", new { hangRate = 1 });

        // Long enough to win.
        using var talks = await system.Gateway.Client.PutAsJsonAsync("/faults/google", new { answerScale = 5 });
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/workflows/fact_check")
        {
            Content = JsonContent.Create(new { prompt = "Check: trams are older than buses." }),
        };
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        using var response = await system.Engine.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var own = spans.Where(span => span.TraceId == trace).ToList();
        Assert.Equal("check_second", own.Single(span => span.OperationName == "primitive.race.execute").GetTagItem("race.winner"));
        Assert.Equal("cancelled", own.Single(span => span.OperationName == "primitive.race.runner_0").GetTagItem("execution.status"));
    }
}
