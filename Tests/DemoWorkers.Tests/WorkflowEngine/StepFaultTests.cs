using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

/// <summary>A step of a workflow goes wrong on purpose, and only that step.</summary>
public sealed class StepFaultTests
{
    private const string Request = "Translate into French: Bring a lamp on Tuesday.";

    [Theory]
    [InlineData("sign", HttpStatusCode.InternalServerError)]
    [InlineData("check_request", HttpStatusCode.UnprocessableEntity)]
    [InlineData("translate_proven", HttpStatusCode.BadGateway)]
    public async Task A_step_that_fails_fails_its_workflow_as_its_kind_does_until_the_fault_is_cleared(string step, HttpStatusCode status)
    {
        await using var system = await EngineOverGateway.StartAsync();
        // The one before it would answer.
        await PutAsync(system, "translate_preview", "{\"errorRate\":1}");
        await PutAsync(system, step, "{\"errorRate\":1}");

        using var failed = await system.RunAsync("translation", Request);
        using var other = await system.RunAsync("news_digest", "News on tram lines in the north.");
        using var cleared = await system.Engine.Client.DeleteAsync(new Uri("/faults", UriKind.Relative));
        using var succeeded = await system.RunAsync("translation", Request);

        Assert.Equal(status, failed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal(HttpStatusCode.OK, succeeded.StatusCode);
    }

    [Fact]
    public async Task A_fault_that_is_not_said_to_be_JSON_is_not_read_as_such()
    {
        await using var system = await EngineOverGateway.StartAsync();

        using var response = await system.Engine.Client.PutAsync(new Uri("/faults/sign", UriKind.Relative), new StringContent("{\"errorRate\":1}"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_streaming_model_call_of_a_step_has_its_faults_too()
    {
        await using var system = await EngineOverGateway.StartAsync();
        await PutAsync(system, "summarise", "{\"errorRate\":1}");

        using var failed = await system.RunAsync("research_summary", "What is known about green roofs?");

        Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
    }

    [Fact]
    public async Task A_rate_is_spread_evenly_over_the_executions()
    {
        await using var system = await EngineOverGateway.StartAsync();
        await PutAsync(system, "sign", "{\"errorRate\":0.5}");

        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 4; i++)
        {
            using var response = await system.RunAsync("translation", Request);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.InternalServerError, HttpStatusCode.OK, HttpStatusCode.InternalServerError], statuses);
    }

    [Fact]
    public async Task A_step_takes_as_much_longer_as_its_fault_says()
    {
        await using var system = await EngineOverGateway.StartAsync();
        await PutAsync(system, "sign", "{\"delaySeconds\":0.3}");
        var clock = Stopwatch.StartNew();

        using var response = await system.RunAsync("translation", Request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(0.29), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task A_cache_that_misses_is_asked_in_vain_and_its_call_is_made_again()
    {
        await using var system = await EngineOverGateway.StartAsync();
        using var first = await system.RunAsync("data_extraction", "Order 1234: three lamps for Oslo.");
        await PutAsync(system, "extraction_cache", "{\"missRate\":1}");

        using var missed = await system.RunAsync("data_extraction", "Order 1234: three lamps for Oslo.");
        using var cleared = await system.Engine.Client.DeleteAsync(new Uri("/faults/extraction_cache", UriKind.Relative));
        using var hit = await system.RunAsync("data_extraction", "Order 1234: three lamps for Oslo.");

        Assert.Equal(1, await CallsAsync(missed));
        Assert.Equal(0, await CallsAsync(hit));
    }

    [Theory]
    [InlineData("sign", "{\"missRate\":1}", "cannot have missRate: it is a function")]
    [InlineData("check_request", "{\"delaySeconds\":1}", "a check, which takes errorRate")]
    [InlineData("extraction_cache", "{\"errorRate\":1}", "a cache, which takes missRate")]
    [InlineData("sign", "{\"errorRate\":2}", "errorRate is 2: expected a number from 0 to 1")]
    [InlineData("sign", "{\"delaySeconds\":61}", "from 0 to 60")]
    [InlineData("sign", "{\"eror\":1}", "eror")]
    [InlineData("sign", "null", "empty")]
    public async Task A_fault_that_the_step_cannot_have_is_refused_with_its_reason(string step, string body, string said)
    {
        await using var system = await EngineOverGateway.StartAsync();

        using var response = await system.Engine.Client.PutAsync(new Uri($"/faults/{step}", UriKind.Relative), Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(said, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.Equal("{}", await system.Engine.Client.GetStringAsync(new Uri("/faults", UriKind.Relative)));
    }

    [Fact]
    public async Task A_step_that_does_not_exist_is_refused_with_those_that_do()
    {
        await using var system = await EngineOverGateway.StartAsync();

        using var response = await system.Engine.Client.PutAsync(new Uri("/faults/nothing", UriKind.Relative), Json("{\"errorRate\":1}"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var said = await response.Content.ReadAsStringAsync();
        Assert.Contains("nothing", said, StringComparison.Ordinal);
        Assert.Contains("format_article", said, StringComparison.Ordinal);
    }

    private static async Task PutAsync(EngineOverGateway system, string step, string fault)
    {
        using var response = await system.Engine.Client.PutAsync(new Uri($"/faults/{step}", UriKind.Relative), Json(fault));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<long> CallsAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("usage").GetProperty("calls").GetInt64();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
