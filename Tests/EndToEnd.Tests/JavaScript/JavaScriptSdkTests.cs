using System.Net.Http.Json;
using System.Text.Json;
using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.JavaScript;

/// <summary>Whoever sends with OpenTelemetry's JavaScript SDK finds it again, whichever of its exporters it uses.</summary>
[Collection(SharedSystem.Name)]
public sealed class JavaScriptSdkTests(SharedSystem shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("proto")]
    [InlineData("http")]
    public async Task What_its_exporters_send_is_found_as_trace_metric_and_log(string encoding)
    {
        var service = $"javascript-{encoding}";

        var id = await JavaScriptSender.SendAsync(encoding, service, shared.System.GetEndpoint("otel-collector", "otlp-http"));

        await ExpectTraceAsync(service, id);
        await ExpectLogAsync(service, id);
        await ExpectMetricsAsync(service.Replace('-', '_'));
    }

    private async Task ExpectTraceAsync(string service, string id)
    {
        using var jaeger = shared.System.Jaeger();
        var trace = await jaeger.FindAsync(id);
        Assert.NotNull(trace);
        var root = Assert.Single(trace.Roots);
        Assert.Equal((service, "checkout <script>"), (root.Service, root.Operation));
        Assert.Equal(("3", "12.5", "true"), (root.Tags["cart.items"], root.Tags["cart.total"], root.Tags["cart.gift"]));
        Assert.Equal("""["tea","cup €"]""", root.Tags["cart.names"]);
        var child = Assert.Single(trace.Spans, span => span.ParentId == root.Id);
        Assert.True(child.IsError);
        Assert.Equal(1, child.Events);
        Assert.Contains(await jaeger.SearchAsync(service, tags: """{"error":"true"}"""), found => found.Id == trace.Id);
    }

    private async Task ExpectLogAsync(string service, string id)
    {
        using var http = new HttpClient { BaseAddress = shared.System.GetEndpoint("grafana", "http") };
        var found = await http.GetFromJsonAsync<JsonElement>($"api/logs?traceId={id}");
        var record = Assert.Single(found.GetProperty("logs").EnumerateArray());
        Assert.Equal((service, $"{service} was declined", "Error"), (record.GetProperty("service").GetString(), record.GetProperty("body").GetString(), record.GetProperty("level").GetString()));
    }

    private async Task ExpectMetricsAsync(string prefix)
    {
        using var prometheus = shared.System.Prometheus();
        await Eventually.GetAsync(
            () => prometheus.ScalarAsync($"sum({prefix}_orders_total{{country=\"nz\"}})"), found => found == 7, Patience, $"the orders of {prefix} in Prometheus");
        Assert.Equal(1, await prometheus.ScalarAsync($"sum({prefix}_duration_seconds_count)"));
    }
}
