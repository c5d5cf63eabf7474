using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Observatory;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Hosting;

public sealed class HostTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost:1", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("example.com", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1.example.com", HttpStatusCode.BadRequest)]
    [InlineData("0.0.0.0", HttpStatusCode.BadRequest)]
    public async Task Only_requests_that_name_this_machine_are_answered(string host, HttpStatusCode expected)
    {
        await using var observatory = await TestObservatory.StartAsync(_data.Path);
        foreach (var role in (ListenerRoles[])[ListenerRoles.Ui, ListenerRoles.Jaeger, ListenerRoles.OtlpHttp])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, observatory.Uri(role, "/health"));
            request.Headers.Host = host;
            using var response = await observatory.Http.SendAsync(request);
            Assert.Equal(expected, response.StatusCode);
        }
    }

    [Theory]
    [InlineData(nameof(ListenerRoles.Jaeger), "/api/services")]
    [InlineData(nameof(ListenerRoles.Jaeger), "/api/traces/nothing")]
    [InlineData(nameof(ListenerRoles.Metrics), "/metrics")]
    [InlineData(nameof(ListenerRoles.Ui), "/health")]
    [InlineData(nameof(ListenerRoles.Ui), "/nothing")]
    public async Task Nothing_that_is_answered_may_be_taken_for_another_kind_of_content(string role, string path)
    {
        await using var observatory = await TestObservatory.StartAsync(_data.Path);

        using var response = await observatory.Http.GetAsync(observatory.Uri(Enum.Parse<ListenerRoles>(role), path));

        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Until_the_replay_is_done_it_is_alive_but_not_healthy_and_senders_are_told_to_come_again()
    {
        var gate = new Gate();
        await using var observatory = await TestObservatory.StartAsync(
            _data.Path, services: s => s.AddSingleton<IStartupTask>(gate), waitUntilReady: false);
        await Eventually.True(() => observatory.Services.GetRequiredService<Readiness>().WaitingFor == "gate");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(observatory, "/alive"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(observatory, "/health"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(observatory, "/"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await observatory.JaegerAsync("/api/services")).Status);
        using (var refused = await observatory.ExportAsync(TestSpan.Request(new TestSpan())))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        gate.Open();
        await Eventually.True(() => observatory.Services.GetRequiredService<Readiness>().WaitingFor is null);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(observatory, "/health"));
        await observatory.StoreAsync(new TestSpan());
    }

    [Fact]
    public async Task What_was_sent_is_there_after_a_restart()
    {
        await using (var before = await TestObservatory.StartAsync(_data.Path))
        {
            await before.StoreAsync(new TestSpan { Trace = 3 });
        }

        await using var after = await TestObservatory.StartAsync(_data.Path);
        Assert.Single((await after.DataAsync("/api/traces/3")).EnumerateArray());
    }

    [Theory]
    [InlineData("Http", "nonsense", "OBSERVATORY__HTTP: 'nonsense' is not an address")]
    [InlineData("Jaeger", "http://0.0.0.0:1", "OBSERVATORY__JAEGER: 'http://0.0.0.0:1' is not on this machine alone")]
    [InlineData("OtlpHttp", "https://127.0.0.1:1", "OBSERVATORY__OTLPHTTP")]
    [InlineData("Retention", "week", "OBSERVATORY__RETENTION: 'week' is not a duration")]
    [InlineData("Retention", "7", "OBSERVATORY__RETENTION")]
    [InlineData("MaxDiskBytes", "12", "OBSERVATORY__MAXDISKBYTES: '12' is not a whole number of at least")]
    [InlineData("Prometheus", "prometheus", "OBSERVATORY__PROMETHEUS")]
    [InlineData("Links:grafana", "javascript:alert(1)", "OBSERVATORY__LINKS__GRAFANA")]
    [InlineData("OtlpGrpc", "http://127.0.0.1:16686", "ask for the same port 16686")]
    [InlineData("Data", "/dev/null/x", "OBSERVATORY__DATA: the directory /dev/null/x can't be written")]
    public async Task A_setting_that_can_not_be_used_is_one_line_and_a_failure(string key, string value, string says)
    {
        var (code, error) = await RunAsync($"--Observatory:Data={_data.Path}", $"--Observatory:{key}={value}");

        Assert.Equal(1, code);
        Assert.StartsWith("observatory: ", error, StringComparison.Ordinal);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_line_that_names_it_and_a_failure()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        string[] others = [.. ((string[])["Http", "OtlpHttp", "OtlpGrpc", "Metrics", "SelfMetrics"]).Select(l => $"--Observatory:{l}=http://127.0.0.1:0")];

        var (code, error) = await RunAsync([$"--Observatory:Data={_data.Path}", $"--Observatory:Jaeger=http://127.0.0.1:{port}", .. others]);

        Assert.Equal(1, code);
        Assert.Contains($"OBSERVATORY__JAEGER: 127.0.0.1:{port} is in use", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_has_one_owner()
    {
        await using var first = await TestObservatory.StartAsync(_data.Path);

        var (code, error) = await RunAsync($"--Observatory:Data={_data.Path}");

        Assert.Equal(1, code);
        Assert.Contains("in use by another Observatory", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_share_a_port_share_a_listener()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        await using var observatory = await TestObservatory.StartAsync(_data.Path, new() { ["Http"] = address, ["Jaeger"] = address, ["OtlpHttp"] = address });

        await observatory.StoreAsync(new TestSpan());

        Assert.Equal(observatory.Uri(ListenerRoles.Ui, "/"), observatory.Uri(ListenerRoles.OtlpHttp, "/"));
        Assert.Single((await observatory.DataAsync("/api/services")).EnumerateArray());
    }

    private static async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        using var error = new StringWriter();
        var code = await ObservatoryHost.RunAsync(args, error);
        return (code, error.ToString());
    }

    private static async Task<HttpStatusCode> StatusAsync(TestObservatory observatory, string path)
    {
        using var response = await observatory.Http.GetAsync(observatory.Uri(ListenerRoles.Ui, path));
        return response.StatusCode;
    }

    private sealed class Gate : IStartupTask
    {
        private readonly TaskCompletionSource _opened = new();

        public string Name => "gate";

        public void Open() => _opened.SetResult();

        public Task RunAsync(CancellationToken cancellationToken) => _opened.Task.WaitAsync(cancellationToken);
    }
}
