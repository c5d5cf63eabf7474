using System.Net;
using System.Text;
using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Catalogue;

/// <summary>Whatever callers send, the number of series stays what the system's own names make it.</summary>
[Collection(SharedSystem.Name)]
public sealed class CardinalityTests(SharedSystem shared)
{
    private const int Requests = 150;

    // A word that nothing of the system's own contains.
    private const string Mark = "zqhostile";

    // Above what the demo's names make (131 primitives of ten workflows, each a histogram of 22 series), below what a label taken from each of the
    // requests would: 150 times 22, and those of the demo's names.
    private const int SeriesPerMetric = 3000;
    private const int SeriesInAll = 25_000;

    [Fact]
    public async Task Hostile_names_and_ids_become_no_labels_and_the_number_of_series_stays_below_its_ceiling()
    {
        using var prometheus = shared.System.Prometheus();
        using var engine = Client("tta-workflow-engine");
        using var gateway = Client("tta-llm-gateway");
        using var cache = Client("tta-cache-layer");
        using var orchestrator = Client("tta-agent-orchestrator");

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < Requests; i++)
        {
            var name = $"{Mark}{i}";
            answers.Add(await WorkflowAsync(engine, name));
            answers.Add(await SendAsync(engine, HttpMethod.Post, $"workflows/{name}", """{"prompt":"x"}""", name));
            answers.Add(await SendAsync(gateway, HttpMethod.Post, "v1/chat/completions", $$"""{"model":"{{name}}","messages":[{"role":"user","content":"x"}]}""", name));
            answers.Add(await SendAsync(gateway, HttpMethod.Post, "v1/chat/completions", $$"""{"model":"{{name}}/gemma-4","messages":[{"role":"user","content":"x"}]}""", name));
            answers.Add(await SendAsync(cache, HttpMethod.Get, $"cache/{name}", null, name));
            answers.Add(await SendAsync(orchestrator, new HttpMethod(name.ToUpperInvariant()), name, null, name));
        }

        // They were taken seriously, each in its way, and the last of them has been exported and scraped.
        Assert.Superset(
            new HashSet<HttpStatusCode> { HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NoContent }, answers.ToHashSet());
        await Eventually.UntilAsync(
            async () => await prometheus.ScalarAsync("sum(tta_primitive_executions_total{primitive_name=\"check_ticket\",agent_type=\"other\"})") >= Requests
                && await prometheus.ScalarAsync("sum(tta_gateway_requests_total{provider=\"none\",status=\"404\"})") >= 2 * Requests,
            TimeSpan.FromSeconds(120),
            "the hostile requests on the counters");

        var series = await prometheus.SeriesAsync("{__name__=~\".+\"}");
        Assert.DoesNotContain(series, one => one.Values.Any(value => value.Contains(Mark, StringComparison.OrdinalIgnoreCase)));
        Assert.All(
            series.CountBy(one => (one["__name__"], one.GetValueOrDefault("instance"))),
            metric => Assert.True(metric.Value <= SeriesPerMetric, $"{metric.Key} has {metric.Value} series"));
        Assert.True(series.Count <= SeriesInAll, $"{series.Count} series");
    }

    /// <summary>A workflow that succeeds, asked for by somebody whose context is made up.</summary>
    private static Task<HttpStatusCode> WorkflowAsync(HttpClient engine, string name) =>
        SendAsync(engine, HttpMethod.Post, "workflows/support_triage", """{"prompt":"How do I change the settings of my account?"}""", name);

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, HttpMethod method, string path, string? body, string name)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        // The only made-up names that open a service.
        request.Headers.Host = $"{name}.localhost";
        request.Headers.TryAddWithoutValidation("User-Agent", name);
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{Guid.NewGuid():n}-{Guid.NewGuid().ToString("n")[..16]}-01");
        request.Headers.TryAddWithoutValidation("baggage", string.Join(',', ((string[])
            ["workflow.id", "workflow.name", "agent.id", "agent.type", "session.id", "correlation.id", "causation.id", "primitive.name", name])
            .Select(key => $"{key}={name}")));
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private HttpClient Client(string resource) => new() { BaseAddress = shared.System.GetEndpoint(resource, "http"), Timeout = TimeSpan.FromSeconds(120) };
}
