using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Ingest;

public sealed class OtlpGrpcTests : IAsyncLifetime
{
    private const string TraceService = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private readonly TemporaryDirectory _data = new();
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync() => _observatory = await TestObservatory.StartAsync(_data.Path, new() { ["MaxRequestBytes"] = "200000" });

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Theory]
    [InlineData("trace.v1.TraceService")]
    [InlineData("metrics.v1.MetricsService")]
    [InlineData("logs.v1.LogsService")]
    public async Task Each_of_the_three_services_answers_a_request(string service)
    {
        var (status, _, body) = await CallAsync($"/opentelemetry.proto.collector.{service}/Export", Frame([]));

        Assert.Equal("0", status);
        Assert.Equal(new byte[5], body);
    }

    [Fact]
    public async Task A_compressed_message_is_understood()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(TestSpan.Request(new TestSpan { Service = "compressed" }));
        }

        var (status, _, _) = await CallAsync(TraceService, Frame(buffer.ToArray(), isCompressed: true), "gzip");

        Assert.Equal("0", status);
        Assert.Equal("compressed", (await _observatory.DataAsync("/api/services"))[0].GetString());
    }

    [Fact]
    public async Task Rejected_spans_are_told_in_the_answer()
    {
        var (status, _, body) = await CallAsync(TraceService, Frame(TestSpan.Request(new TestSpan { Id = 0 })));

        Assert.Equal("0", status);
        Assert.Equal(1, OtlpHttpTests.PartialSuccess(body[5..]).Rejected);
    }

    [Fact]
    public async Task A_malformed_message_is_an_invalid_argument()
    {
        var (status, message, _) = await CallAsync(TraceService, Frame(TestSpan.Request(new TestSpan())[..^3]));

        Assert.Equal("3", status);
        Assert.Contains("malformed", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0 })]
    public async Task A_body_that_is_not_one_message_is_an_invalid_argument(byte[] body) =>
        Assert.Equal("3", (await CallAsync(TraceService, body)).Status);

    [Fact]
    public async Task An_unknown_compression_is_not_implemented()
    {
        var (status, message, _) = await CallAsync(TraceService, Frame([1, 2, 3], isCompressed: true), "zstd");

        Assert.Equal("12", status);
        Assert.Contains("zstd", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_oversize_message_and_a_gzip_bomb_exhaust_the_resources()
    {
        Assert.Equal("8", (await CallAsync(TraceService, Frame(new byte[210_000]))).Status);
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest))
        {
            gzip.Write(new byte[20_000_000]);
        }

        Assert.Equal("8", (await CallAsync(TraceService, Frame(bomb.ToArray(), isCompressed: true), "gzip")).Status);
        Assert.Equal("0", (await CallAsync(TraceService, Frame(TestSpan.Request(new TestSpan())))).Status);
    }

    [Fact]
    public async Task An_unknown_method_is_not_implemented() => Assert.Equal("12", (await CallAsync("/some.Service/Method", Frame([]))).Status);

    private static byte[] Frame(byte[] message, bool isCompressed = false)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private async Task<(string Status, string Message, byte[] Body)> CallAsync(string path, byte[] body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _observatory.Uri(ListenerRoles.OtlpGrpc, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        if (encoding is not null)
        {
            request.Headers.Add("grpc-encoding", encoding);
        }

        using var response = await _observatory.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType!.MediaType);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var message = response.TrailingHeaders.TryGetValues("grpc-message", out var texts) ? texts.Single() : "";
        return (response.TrailingHeaders.GetValues("grpc-status").Single(), Uri.UnescapeDataString(message), bytes);
    }
}
