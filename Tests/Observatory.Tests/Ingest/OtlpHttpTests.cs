using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Observatory.Hosting;
using Observatory.Otlp;
using Observatory.Traces.Otlp;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Ingest;

public sealed class OtlpHttpTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync() => _observatory = await TestObservatory.StartAsync(_data.Path, new()
    {
        ["MaxRequestBytes"] = "200000",
        ["RequestTimeout"] = "00:00:00.5",
    });

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_request_that_is_taken_whole_is_answered_with_an_empty_message()
    {
        using var response = await _observatory.ExportAsync(TestSpan.Request(new TestSpan()));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-protobuf", response.Content.Headers.ContentType!.MediaType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/v1/traces")]
    [InlineData("/v1/metrics")]
    [InlineData("/v1/logs")]
    public async Task An_empty_request_of_each_signal_is_fine(string path)
    {
        using var response = await _observatory.ExportAsync([], path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Gzip_is_understood()
    {
        using var response = await _observatory.ExportAsync(Gzip(TestSpan.Request(new TestSpan())), encoding: "gzip");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single((await _observatory.DataAsync("/api/services")).EnumerateArray());
    }

    [Fact]
    public async Task Spans_with_unusable_ids_are_rejected_and_the_others_taken()
    {
        var good = new TestSpan();
        var request = new Proto().Message(1, new Proto().Message(2, new Proto()
            .Message(2, good.Message())
            .Message(2, new Proto().Bytes(1, new byte[16]).Bytes(2, TestSpan.SpanBytes(1)))
            .Message(2, new Proto().Bytes(1, new byte[15]).Bytes(2, TestSpan.SpanBytes(1)))
            .Message(2, new Proto().Bytes(1, TestSpan.TraceBytes(1)))));

        using var response = await _observatory.ExportAsync(request.ToArray());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var (rejected, message) = PartialSuccess(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(3, rejected);
        Assert.Contains("trace id", message, StringComparison.Ordinal);
        Assert.Equal(1, _observatory.Metric("otelcol_receiver_accepted_spans_total"));
        Assert.Equal(3, _observatory.Metric("otelcol_receiver_refused_spans_total"));
    }

    [Fact]
    public async Task A_malformed_message_is_answered_400_with_a_status_message()
    {
        var request = TestSpan.Request(new TestSpan());

        using var response = await _observatory.ExportAsync(request[..^3]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var (code, message) = Status(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(3, code);
        Assert.Contains("malformed", message, StringComparison.Ordinal);
        Assert.Equal(1, _observatory.Metric("observatory_otlp_refused_requests_total", ("reason", "malformed")));
        await StillServesAsync();
    }

    [Theory]
    [InlineData("application/json; charset=utf-16", null, "application/json")]
    [InlineData("text/plain", null, "text/plain")]
    [InlineData("application/x-protobuf", "br", "'br'")]
    public async Task A_content_that_is_not_understood_is_answered_415_with_what_to_send(string type, string? encoding, string says)
    {
        using var response = await _observatory.ExportAsync(TestSpan.Request(new TestSpan()), contentType: type, encoding: encoding);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await StillServesAsync();
    }

    [Fact]
    public async Task A_body_over_the_limit_is_answered_413()
    {
        using var response = await _observatory.ExportAsync(new byte[200_001]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(8, Status(await response.Content.ReadAsByteArrayAsync()).Code);
        await StillServesAsync();
    }

    [Fact]
    public async Task A_body_of_just_the_limit_is_read()
    {
        using var response = await _observatory.ExportAsync(new byte[200_000]);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_gzip_bomb_is_answered_413_and_its_memory_given_back()
    {
        var bomb = Gzip(new byte[50_000_000]);
        Assert.InRange(bomb.Length, 1, 100_000);

        using var response = await _observatory.ExportAsync(bomb, encoding: "gzip");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(0, _observatory.Metric("observatory_otlp_in_flight_bytes"));
        await StillServesAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Gzip_that_is_damaged_or_cut_off_is_answered_400(bool isCut)
    {
        var bytes = Gzip(TestSpan.Request(Enumerable.Range(1, 50).Select(i => new TestSpan { Id = (ulong)i })));
        using var response = await _observatory.ExportAsync(isCut ? bytes[..^20] : [.. bytes.Select(b => (byte)~b)], encoding: "gzip");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        await StillServesAsync();
    }

    [Fact]
    public async Task A_sender_that_does_not_finish_its_body_is_cut()
    {
        var address = _observatory.Uri(ListenerRoles.OtlpHttp, "/");
        using var client = new TcpClient(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/traces HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/x-protobuf\r\nContent-Length: 1000\r\n\r\nabc"));

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, deadline.Token);

        Assert.StartsWith("HTTP/1.1 408", Encoding.ASCII.GetString(answer.ToArray()), StringComparison.Ordinal);
        await StillServesAsync();
    }

    [Fact]
    public async Task More_at_once_than_there_is_memory_for_is_answered_429_with_retry_after()
    {
        using var data = new TemporaryDirectory();
        await using var observatory = await TestObservatory.StartAsync(data.Path, new() { ["MaxInFlightBytes"] = "400000" });
        // Bodies that do not come to their end hold what there is: 256 KiB and twice 64 KiB.
        var holders = new List<TcpClient>();
        var address = observatory.Uri(ListenerRoles.OtlpHttp, "/");
        foreach (var (length, held) in ((int, int)[])[(180_000, 4 * 65_536), (1_000, 5 * 65_536), (1_000, 6 * 65_536)])
        {
            var client = new TcpClient(address.Host, address.Port);
            holders.Add(client);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /v1/traces HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/x-protobuf\r\nContent-Length: 190000\r\n\r\n"));
            await client.GetStream().WriteAsync(new byte[length]);
            await Eventually.True(() => (int)observatory.Metric("observatory_otlp_in_flight_bytes") == held);
        }

        using var response = await observatory.ExportAsync(TestSpan.Request(new TestSpan()));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        holders.ForEach(h => h.Dispose());
        await Eventually.True(() => observatory.Metric("observatory_otlp_in_flight_bytes") == 0);
        await observatory.StoreAsync(new TestSpan());
    }

    [Fact]
    public async Task What_a_consumer_can_not_keep_now_is_answered_503_with_retry_after()
    {
        using var data = new TemporaryDirectory();
        await using var observatory = await TestObservatory.StartAsync(data.Path, services: services =>
        {
            services.Remove(services.Single(s => s.ImplementationType == typeof(TraceConsumer)));
            services.AddSingleton<IOtlpConsumer, FullConsumer>();
        });
        using var response = await observatory.ExportAsync([], "/v1/traces");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal("full", Status(await response.Content.ReadAsByteArrayAsync()).Message);
        Assert.Equal(4, observatory.Metric("otelcol_receiver_refused_spans_total"));
    }

    [Theory]
    [InlineData("GET", "/v1/traces", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/v1/profiles", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/services", HttpStatusCode.NotFound)]
    public async Task Nothing_else_is_served_on_the_OTLP_address(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new(method), _observatory.Uri(ListenerRoles.OtlpHttp, path));
        using var response = await _observatory.Http.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
    }

    public static (int Code, string Message) Status(byte[] message)
    {
        var (code, text) = (0, "");
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                code = reader.ReadInt32();
            }
            else
            {
                text = reader.ReadString();
            }
        }

        return (code, text);
    }

    public static (long Rejected, string Message) PartialSuccess(byte[] response)
    {
        var reader = new ProtoReader(response);
        Assert.True(reader.Next());
        var (rejected, message) = Status(reader.ReadBytes().ToArray());
        return (rejected, message);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return buffer.ToArray();
    }

    private async Task StillServesAsync()
    {
        await _observatory.StoreAsync(new TestSpan { Trace = 0xabcdef, Id = 77 });
        Assert.Single((await _observatory.DataAsync("/api/traces/abcdef")).EnumerateArray());
    }

    private sealed class FullConsumer : IOtlpConsumer
    {
        public OtlpSignal Signal => OtlpSignal.Traces;

        public OtlpOutcome Consume(ReadOnlySpan<byte> request) => OtlpOutcome.Later(TimeSpan.FromSeconds(6.5), "full", 4);
    }
}
