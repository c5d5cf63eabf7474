using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.ServiceDefaults.Tests;

[Collection(nameof(OneAtATime))]
public sealed class TelemetryTests
{
    [Fact]
    public async Task Server_spans_carry_method_route_and_status()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));

        await service.Client.GetAsync("/items/7");
        await service.Client.GetAsync("/items/none");
        await service.Client.GetAsync("/nowhere");
        await Eventually.True(() => collector.Spans.Count(span => span.IsServer) == 3, "three server spans");

        var found = collector.Spans.Single(span => span.IsServer && span["http.response.status_code"] == "200");
        Assert.Equal("GET /items/{id}", found.Name);
        Assert.Equal("/items/{id}", found["http.route"]);
        Assert.Equal("GET", found["http.request.method"]);
        Assert.False(found.IsError);
        var missing = collector.Spans.Where(span => span.IsServer && span["http.response.status_code"] == "404");
        Assert.Equal(["GET", "GET /items/{id}"], missing.Select(span => span.Name).Order());
    }

    [Theory]
    [InlineData("/fails", "500", "System.InvalidOperationException")]
    [InlineData("/unavailable", "503", "503")]
    public async Task A_server_failure_is_an_error_with_its_type(string path, string status, string errorType)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));

        await service.Client.GetAsync(path);
        await Eventually.True(() => collector.Spans.Any(span => span.IsServer), "the server span");

        var span = collector.Spans.Single(span => span.IsServer);
        Assert.True(span.IsError);
        Assert.Equal(status, span["http.response.status_code"]);
        Assert.Equal(errorType, span["error.type"]);
    }

    [Fact]
    public async Task Probes_are_neither_traced_nor_counted_whatever_their_parent()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));
        using var sampled = new HttpRequestMessage(HttpMethod.Get, "/health");
        sampled.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/alive")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Client.SendAsync(sampled)).StatusCode);
        await service.StopAsync();

        Assert.DoesNotContain(collector.Spans, span => span.IsServer);
        Assert.DoesNotContain("http.server.request.duration", collector.Metrics.Keys);
        Assert.Contains("dotnet.gc.collections", collector.Metrics.Keys);
    }

    [Fact]
    public async Task The_exporters_own_requests_are_no_telemetry()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));

        await Eventually.True(() => collector.Metrics.ContainsKey("dotnet.gc.collections"), "several exports");
        await service.StopAsync();

        Assert.Empty(collector.Spans);
        Assert.DoesNotContain("http.client.request.duration", collector.Metrics.Keys);
        Assert.DoesNotContain("http.client.open_connections", collector.Metrics.Keys);
    }

    [Fact]
    public async Task A_call_between_services_is_one_trace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));

        await service.Client.GetAsync("/calls");
        await service.StopAsync();

        // The caller of the test, the server, its client and the server again: each the parent of the next.
        var outer = collector.Spans.Single(span => span.Name == "GET /calls");
        var client = collector.Spans.Single(span => span.ParentId == outer.SpanId);
        var inner = collector.Spans.Single(span => span.Name == "GET /items/{id}");
        Assert.Equal(client.SpanId, inner.ParentId);
        Assert.Single(new[] { outer, client, inner }.Select(span => span.TraceId).Distinct());
        Assert.Contains("http.client.request.duration", collector.Metrics.Keys);
    }

    [Fact]
    public async Task Baggage_travels_on_with_what_a_service_adds_to_it()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/carries");
        request.Headers.Add("baggage", "theirs=1");

        using var response = await service.Client.SendAsync(request);

        var carried = (await response.Content.ReadAsStringAsync()).Split(',', StringSplitOptions.TrimEntries).Order();
        Assert.Equal(["ours=2", "theirs=1"], carried.Select(entry => entry.Replace(" ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Logs_carry_the_trace_they_were_written_in()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));

        await service.Client.GetAsync("/items/7");
        await service.StopAsync();

        var span = collector.Spans.Single(span => span.IsServer);
        var log = collector.Logs.Single(entry => entry.Message == "Looking for an item");
        Assert.Equal(span.TraceId, log.TraceId);
    }

    /// <summary>Docs/traces.md's counterpart for logs: names that people query by.</summary>
    [Fact]
    public async Task A_log_record_has_its_category_as_scope_and_its_template_and_values_as_attributes()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));

        await service.Client.GetAsync("/items/7");
        await service.StopAsync();

        var log = collector.Logs.Single(entry => entry.Message == "Looking for an item");
        Assert.Equal("Tta.ServiceDefaults.Tests.TestService", log.Scope);
        Assert.Equal("Information", log.Severity);
        Assert.Equal(["{OriginalFormat}"], log.Attributes.Keys);
        Assert.Equal(
            [
                "deployment.environment.name", "host.name", "process.pid", "service.instance.id", "service.name", "service.version",
                "telemetry.sdk.language", "telemetry.sdk.name", "telemetry.sdk.version",
            ],
            collector.Resource.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Histograms_carry_exemplars_of_traced_requests()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));

        await service.Client.GetAsync("/items/7");
        await service.StopAsync();

        Assert.Contains("tests.work", collector.WithExemplar.Keys);
    }

    [Fact]
    public async Task The_resource_says_what_instance_of_what_version_runs_where()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(
            collector.Url, ("OTEL_SERVICE_NAME", "tta-test"), ("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=one,team=blue")));

        await service.StopAsync();

        Assert.Equal("tta-test", collector.Resource["service.name"]);
        Assert.Equal("one", collector.Resource["service.instance.id"]);
        Assert.Equal("blue", collector.Resource["team"]);
        Assert.NotEmpty(collector.Resource["service.version"]);
        Assert.Equal("production", collector.Resource["deployment.environment.name"]);
    }

    [Fact]
    public async Task What_is_left_is_sent_on_shutdown()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_BSP_SCHEDULE_DELAY", "600000"), ("OTEL_METRIC_EXPORT_INTERVAL", "600000"));

        await service.Client.GetAsync("/items/7");
        await service.StopAsync();

        Assert.Contains(collector.Spans, span => span.Name == "GET /items/{id}");
        Assert.Contains("tests.work", collector.Metrics.Keys);
    }

    [Fact]
    public async Task The_providers_live_in_the_container()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));

        Assert.NotNull(service.Services.GetRequiredService<TracerProvider>());
        Assert.NotNull(service.Services.GetRequiredService<MeterProvider>());
    }

    [Theory]
    [InlineData("", "OTEL_EXPORTER_OTLP_ENDPOINT is not set")]
    [InlineData("OTEL_SDK_DISABLED", "OTEL_SDK_DISABLED is true")]
    public async Task Without_an_endpoint_the_service_runs_and_says_so_once(string key, string said)
    {
        await using var service = key.Length == 0 ? await TestService.StartAsync() : await TestService.StartAsync((key, "true"));

        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/items/7")).StatusCode);

        var entry = Assert.Single(service.Logs.GetSnapshot(), entry => entry.Message.Contains("No telemetry is sent", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Information, entry.Level);
        Assert.Contains(said, entry.Message, StringComparison.Ordinal);
        Assert.Null(service.Services.GetService<TracerProvider>());
    }

    [Fact]
    public async Task A_dead_endpoint_is_reported_once_and_spans_of_the_outage_arrive_when_it_returns()
    {
        using var failures = new FailedExports();
        var port = OtlpCollector.FreePort();
        await using var service = await TestService.StartAsync(TestService.Exporting($"http://127.0.0.1:{port}"));

        await service.Client.GetAsync("/items/7");
        await Eventually.True(
            () => service.Logs.CountOf($"No telemetry endpoint answers at http://127.0.0.1:{port}.") > 0, "the warning");
        await service.Client.GetAsync("/unavailable");

        // More attempts of each of the three signals than fit into the SDK's own ten seconds.
        await Eventually.True(() => failures.Count > 20, "a longer outage");

        await using var collector = await OtlpCollector.StartAsync(port);
        await Eventually.True(() => collector.Spans.Count(span => span.IsServer) == 2, "the spans of the outage");
        await Eventually.True(() => service.Logs.CountOf("answers again") == 1, "the good news");

        // Exporters of the process's other services, which earlier tests have stopped, may still try theirs.
        Assert.Equal(1, service.Logs.CountOf($"No telemetry endpoint answers at http://127.0.0.1:{port}."));
    }

    [Fact]
    public async Task A_refusing_endpoint_is_reported_once_per_signal()
    {
        await using var collector = await OtlpCollector.StartAsync();
        collector.StatusCode = 400;
        await using var service = await TestService.StartAsync(TestService.Exporting(collector.Url));

        await service.Client.GetAsync("/items/7");
        await Eventually.True(() => Refusals("traces").Any(), "the warning about traces");
        await service.Client.GetAsync("/items/7");
        await service.StopAsync();

        Assert.Contains(" 400 ", Assert.Single(Refusals("traces")).Message, StringComparison.Ordinal);
        Assert.Contains(" 400 ", Assert.Single(Refusals("metrics")).Message, StringComparison.Ordinal);

        IEnumerable<FakeLogRecord> Refusals(string signal) => service.Logs.GetSnapshot().Where(
            entry => entry.Level == LogLevel.Warning && entry.Message.Contains($"/v1/{signal};", StringComparison.Ordinal));
    }
}
