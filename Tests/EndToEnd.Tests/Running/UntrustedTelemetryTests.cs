using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>Whoever sends nonsense is told so, and the store goes on serving everybody else.</summary>
[Collection(SharedSystem.Name)]
public sealed class UntrustedTelemetryTests(SharedSystem shared)
{
    [Theory]
    [InlineData("v1/traces")]
    [InlineData("v1/metrics")]
    [InlineData("v1/logs")]
    public async Task Malformed_protobuf_is_a_bad_request(string path) =>
        await ExpectAsync(path, new byte[] { 0x0A, 0xFF, 0xFF, 0xFF }, HttpStatusCode.BadRequest);

    [Fact]
    public async Task An_oversize_body_is_refused() =>
        await ExpectAsync("v1/traces", new byte[72 * 1024 * 1024], HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task A_gzip_bomb_is_refused()
    {
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var megabyte = 0; megabyte < 512; megabyte++)
            {
                await gzip.WriteAsync(zeros);
            }
        }

        await ExpectAsync("v1/traces", bomb.ToArray(), HttpStatusCode.RequestEntityTooLarge, encoding: "gzip");
    }

    [Fact]
    public async Task Another_content_type_is_not_understood() =>
        await ExpectAsync("v1/traces", "<xml/>"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, contentType: "application/xml");

    private async Task ExpectAsync(string path, byte[] body, HttpStatusCode expected, string contentType = "application/x-protobuf", string? encoding = null)
    {
        using var http = new HttpClient { BaseAddress = shared.System.GetEndpoint("otel-collector", "otlp-http") };
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        // A server may answer and close before a large body is all sent.
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await http.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);

        using var jaeger = shared.System.Jaeger();
        var newest = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
        await Eventually.UntilAsync(
            async () => (await jaeger.SearchAsync("tta-agent-orchestrator", limit: 5)).Any(trace => trace.Roots.Any(root => root.Start > newest)),
            TimeSpan.FromSeconds(120),
            "new traces after the bad request");
    }
}
