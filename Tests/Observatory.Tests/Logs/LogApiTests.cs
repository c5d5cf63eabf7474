using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Observatory.Hosting;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;
using Tta.Observatory.Tests.Logs.Support;
using Tta.Observatory.Tests.Support;
using static Tta.Observatory.Tests.Logs.Support.OtlpLog;

namespace Tta.Observatory.Tests.Logs;

/// <summary>Over HTTP, with the real host.</summary>
public sealed class LogApiTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync() =>
        _observatory = await TestObservatory.StartAsync(_data.Path, new() { ["MaxTailClients"] = "1" });

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task What_was_sent_over_OTLP_is_found()
    {
        await SendAsync(Request(Record("<one>", 17).InTrace(), Record("two")));
        var (status, json) = await GetAsync("/api/logs?minLevel=error&traceId=" + TraceId);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(json.GetProperty("more").GetBoolean());
        Assert.Equal("<one>", Assert.Single(json.GetProperty("logs").EnumerateArray()).GetProperty("body").GetString());
        Assert.True((await GetAsync("/api/logs?limit=1")).Json.GetProperty("more").GetBoolean());
        Assert.Equal(2, _observatory.Metric("observatory_log_records"));
        Assert.Equal(2, _observatory.Metric("otelcol_receiver_accepted_log_records_total"));
        Assert.Equal(2, _observatory.Metric("otelcol_exporter_sent_log_records_total"));
    }

    [Theory]
    [InlineData("/api/logs?limit=many", "limit: 'many' is not a number from 1 to 1000")]
    [InlineData("/api/logs?x%3Cy=1", "x<y: no such parameter; there are service, traceId, minLevel, text, start, end, limit")]
    [InlineData("/api/logs/tail?limit=5", "limit: no such parameter; there are service, traceId, minLevel, text")]
    public async Task A_wrong_query_is_a_bad_request_with_one_reason(string path, string reason)
    {
        var (status, json) = await GetAsync(path);
        Assert.Equal((HttpStatusCode.BadRequest, reason), (status, json.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_follower_sees_records_as_they_come_and_there_is_room_for_another_when_it_goes()
    {
        using (var stream = await FollowAsync("?minLevel=warn"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync("/api/logs/tail")).Status);
            await SendAsync(Request(Record("quiet"), Record("loud", 17)));
            using var reader = new StreamReader(stream);
            string? line;
            while ((line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30))) is not null && !line.StartsWith("data: ", StringComparison.Ordinal))
            {
            }

            Assert.Equal("loud", JsonDocument.Parse(line!["data: ".Length..]).RootElement.GetProperty("body").GetString());
        }

        await Eventually.True(() => _observatory.Metric("observatory_log_tail_clients") == 0);
        (await FollowAsync("")).Dispose();
    }

    [Fact]
    public async Task A_follower_does_not_keep_the_host_from_stopping()
    {
        using var stream = await FollowAsync("");
        await _observatory.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHost>().StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task The_SDKs_log_records_arrive_with_level_scope_attributes_and_exception()
    {
        using (var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("sdk", serviceInstanceId: "sdk-1"));
            options.IncludeFormattedMessage = true;
            options.AddOtlpExporter(exporter =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = _observatory.Uri(ListenerRoles.OtlpHttp, "/v1/logs");
            });
        })))
        {
            factory.CreateLogger("Sdk.Orders").LogError(new InvalidOperationException("no stock"), "Order {Order} failed", 42);
        }

        var record = Assert.Single((await GetAsync("/api/logs?service=sdk&text=NO%20STOCK")).Json.GetProperty("logs").EnumerateArray());
        Assert.Equal("Order 42 failed", record.GetProperty("body").GetString());
        Assert.Equal(("Error", "Sdk.Orders", "sdk-1"), (
            record.GetProperty("level").GetString(), record.GetProperty("scope").GetString(), record.GetProperty("instance").GetString()));
        Assert.Equal("42", record.GetProperty("attributes").GetProperty("Order").GetString());
        Assert.EndsWith("InvalidOperationException", record.GetProperty("attributes").GetProperty("exception.type").GetString(), StringComparison.Ordinal);
    }

    private async Task SendAsync(byte[] request)
    {
        using var response = await _observatory.ExportAsync(request, "/v1/logs");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(string path)
    {
        using var response = await _observatory.Http.GetAsync(_observatory.Uri(ListenerRoles.Ui, path));
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private async Task<Stream> FollowAsync(string query)
    {
        var response = await _observatory.Http.GetAsync(
            _observatory.Uri(ListenerRoles.Ui, "/api/logs/tail" + query), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsStreamAsync();
    }
}
