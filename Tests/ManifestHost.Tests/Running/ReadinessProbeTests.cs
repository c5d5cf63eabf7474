using System.Net;
using System.Net.Sockets;
using System.Text;
using ManifestHost.Running;

namespace ManifestHost.Tests.Running;

public sealed class ReadinessProbeTests : IDisposable
{
    private readonly ReadinessProbe _probe = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    [Theory]
    [InlineData("200 OK", true)]
    [InlineData("204 No Content", true)]
    [InlineData("302 Found", false)]
    [InlineData("503 Service Unavailable", false)]
    public async Task A_resource_is_ready_when_it_answers_2xx(string status, bool expected)
    {
        _server.Start();
        var answer = AnswerAsync($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nLocation: /\r\nConnection: close\r\n\r\n");

        Assert.Equal(expected, await _probe.IsReadyAsync(Url("http"), default));
        Assert.StartsWith("GET /health HTTP/1.1", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_is_ready_when_it_accepts_a_connection()
    {
        _server.Start();

        Assert.True(await _probe.IsReadyAsync(Url("tcp"), default));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("tcp")]
    public async Task A_resource_that_nobody_hears_from_is_not_ready(string scheme)
    {
        _server.Start();
        var url = Url(scheme);
        _server.Stop();

        Assert.False(await _probe.IsReadyAsync(url, default));
    }

    public void Dispose()
    {
        _probe.Dispose();
        _server.Dispose();
    }

    private Uri Url(string scheme) => new($"{scheme}://{_server.LocalEndpoint}/health");

    private async Task<string> AnswerAsync(string answer)
    {
        using var client = await _server.AcceptTcpClientAsync();
        var request = new byte[4096];
        var length = await client.GetStream().ReadAsync(request);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
        return Encoding.ASCII.GetString(request, 0, length);
    }
}
