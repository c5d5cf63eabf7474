using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Observatory;
using Observatory.Hosting;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Forwarding;

public sealed class OtlpForwarderTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Requests_of_each_signal_and_transport_are_handed_on_as_protobuf_with_the_headers()
    {
        await using var receiver = await OtherReceiver.StartAsync();
        await using var observatory = await StartAsync(receiver, headers: "x-otlp-api-key=a%3Db, other=1");
        var traces = TestSpan.Request(new TestSpan());
        var metrics = new Proto().Message(1, new Proto()).ToArray();
        var logs = new Proto().Message(1, new Proto().String(3, "schema")).ToArray();

        await SendAsync(observatory, traces, "/v1/traces");
        await SendAsync(observatory, metrics, "/v1/metrics");
        await SendAsync(observatory, logs, "/v1/logs");
        await SendAsync(observatory, Encoding.UTF8.GetBytes("""{"resourceLogs":[{"schemaUrl":"schema"}]}"""), "/v1/logs", "application/json");
        await GrpcAsync(observatory, traces);
        await Eventually.True(() => receiver.Got.Count == 5);

        Assert.Equal(["/v1/traces", "/v1/metrics", "/v1/logs", "/v1/logs", "/v1/traces"], receiver.Got.Select(g => g.Path));
        Assert.Equal([traces, metrics, logs, logs, traces], receiver.Got.Select(g => g.Body));
        Assert.All(receiver.Got, g => Assert.Equal(("a=b", "application/x-protobuf"), (g.Key, g.ContentType)));
        await Eventually.True(() => (int)observatory.Metric("observatory_forwarded_requests_total") == 5);
        Assert.Equal(2, observatory.Metric("observatory_forwarded_requests_total", ("signal", "traces")));
        Assert.Equal(0, observatory.Metric("observatory_forward_queue_bytes"));
        Assert.Equal(0, observatory.Metric("observatory_forward_dropped_requests_total"));
    }

    [Fact]
    public async Task What_was_not_taken_is_not_handed_on()
    {
        await using var receiver = await OtherReceiver.StartAsync();
        await using var observatory = await StartAsync(receiver);

        using (var refused = await observatory.ExportAsync(TestSpan.Request(new TestSpan())[..^3]))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        await observatory.StoreAsync(new TestSpan { Name = "taken" });
        await Eventually.True(() => !receiver.Got.IsEmpty);

        Assert.Contains("taken", Encoding.UTF8.GetString(Assert.Single(receiver.Got).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_stands_still_holds_up_nobody_and_the_oldest_go_counted_and_said_once()
    {
        var log = new FakeLoggerProvider();
        var stands = new TaskCompletionSource<int>();
        await using var receiver = await OtherReceiver.StartAsync();
        receiver.Answer = _ => stands.Task;
        await using var observatory = await StartAsync(receiver, log: log, queueBytes: 65_536);
        var sizes = new List<int>();
        const int requests = 20;
        for (var i = 0; i < requests; i++)
        {
            var request = TestSpan.Request(new TestSpan { Id = (ulong)i + 1, Name = $"span {i:00}", Attributes = [("text", new string('x', 10_000))] });
            sizes.Add(request.Length);
            await SendAsync(observatory, request, "/v1/traces");
            if (i == 0)
            {
                await Eventually.True(() => !receiver.Got.IsEmpty);
            }
        }

        var held = 65_536 / sizes[0];
        Assert.Equal(requests, observatory.Metric("observatory_spans_stored"));
        Assert.Equal(requests - held, observatory.Metric("observatory_forward_dropped_requests_total", ("signal", "traces"), ("reason", "queue_full")));
        Assert.Equal(held * sizes[0], observatory.Metric("observatory_forward_queue_bytes"));

        stands.SetResult(200);
        await Eventually.True(() => log.Collector.CountOf("caught up") == 1);

        // The one under way, and the newest.
        Assert.Equal([0, .. Enumerable.Range(requests - held + 1, held - 1)], receiver.Got.Select(g => NumberIn(g.Body)));
        Assert.Equal(1, log.Collector.CountOf("are dropped from now on"));
        Assert.Equal(1, log.Collector.CountOf($"{requests - held} requests were not handed on"));
        Assert.Equal(requests, observatory.Metric("observatory_forwarded_requests_total") + observatory.Metric("observatory_forward_dropped_requests_total"));
    }

    [Fact]
    public async Task A_receiver_that_asks_to_come_again_gets_it_again_and_both_are_said_once()
    {
        var log = new FakeLoggerProvider();
        await using var receiver = await OtherReceiver.StartAsync();
        receiver.Answer = _ => Task.FromResult(receiver.Got.Count < 4 ? 503 : 200);
        await using var observatory = await StartAsync(receiver, log: log, headers: "x-otlp-api-key=secret");

        await observatory.StoreAsync(new TestSpan());
        await Eventually.True(() => log.Collector.CountOf("works again") == 1);

        Assert.Equal(4, receiver.Got.Count);
        Assert.Equal(1, log.Collector.CountOf("fails: 503"));
        Assert.Equal(0, log.Collector.CountOf("secret"));
        Assert.Equal(1, observatory.Metric("observatory_forwarded_requests_total"));
        Assert.Equal(0, observatory.Metric("observatory_forward_dropped_requests_total"));
    }

    [Fact]
    public async Task What_a_receiver_refuses_is_counted_and_the_next_is_handed_on()
    {
        var log = new FakeLoggerProvider();
        await using var receiver = await OtherReceiver.StartAsync();
        receiver.Answer = path => Task.FromResult(path == "/v1/logs" ? 401 : 200);
        await using var observatory = await StartAsync(receiver, log: log);
        var logs = new Proto().Message(1, new Proto()).ToArray();

        await SendAsync(observatory, logs, "/v1/logs");
        await SendAsync(observatory, logs, "/v1/logs");
        await observatory.StoreAsync(new TestSpan());
        await Eventually.True(() => (int)observatory.Metric("observatory_forwarded_requests_total", ("signal", "traces")) == 1);

        Assert.Equal(2, observatory.Metric("observatory_forward_dropped_requests_total", ("signal", "logs"), ("reason", "refused")));
        Assert.Equal(1, log.Collector.CountOf("Handing logs on to"));
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_yet_is_waited_for()
    {
        var log = new FakeLoggerProvider();
        int port;
        await using (var first = await OtherReceiver.StartAsync())
        {
            port = first.Address.Port;
        }

        await using var observatory = await TestObservatory.StartAsync(
            _data.Path, new() { ["Forward"] = $"http://127.0.0.1:{port}" }, services => services.AddSingleton<ILoggerProvider>(log));
        await observatory.StoreAsync(new TestSpan());
        await Eventually.True(() => log.Collector.CountOf("Handing traces on to") == 1);

        await using var receiver = await OtherReceiver.StartAsync(port);
        await Eventually.True(() => (int)observatory.Metric("observatory_forwarded_requests_total") == 1);
        Assert.Single(receiver.Got);
    }

    [Theory]
    [InlineData("Forward", "dashboard", "OBSERVATORY__FORWARD")]
    [InlineData("ForwardHeaders", "x=1,hush-hush", "OBSERVATORY__FORWARDHEADERS: part 2 is not a header")]
    [InlineData("ForwardHeaders", "a b=hush-hush", "OBSERVATORY__FORWARDHEADERS: part 1 is not a header")]
    [InlineData("ForwardHeaders", "a=hush-hush%0a", "OBSERVATORY__FORWARDHEADERS: part 1 is not a header")]
    [InlineData("Forward", "http://localhost:4318", "OBSERVATORY__FORWARD: 'http://localhost:4318/' is Observatory itself")]
    [InlineData("MaxForwardBytes", "1", "OBSERVATORY__MAXFORWARDBYTES")]
    public async Task A_setting_that_can_not_be_used_is_said_without_its_secrets(string key, string value, string says)
    {
        using var error = new StringWriter();

        var code = await ObservatoryHost.RunAsync([$"--Observatory:Data={_data.Path}", $"--Observatory:{key}={value}"], error);

        Assert.Equal(1, code);
        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", error.ToString(), StringComparison.Ordinal);
    }

    private static int NumberIn(byte[] request)
    {
        var text = Encoding.UTF8.GetString(request);
        return int.Parse(text.AsSpan(text.IndexOf("span ", StringComparison.Ordinal) + 5, 2), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task SendAsync(TestObservatory observatory, byte[] request, string path, string contentType = "application/x-protobuf")
    {
        using var response = await observatory.ExportAsync(request, path, contentType);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task GrpcAsync(TestObservatory observatory, byte[] message)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, observatory.Uri(ListenerRoles.OtlpGrpc, "/opentelemetry.proto.collector.trace.v1.TraceService/Export"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, .. BitConverter.GetBytes(IPAddress.HostToNetworkOrder(message.Length)), .. message]),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        using var response = await observatory.Http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    private Task<TestObservatory> StartAsync(OtherReceiver receiver, string headers = "", FakeLoggerProvider? log = null, long queueBytes = 1 << 20) =>
        TestObservatory.StartAsync(
            _data.Path,
            new()
            {
                ["Forward"] = receiver.Address.AbsoluteUri,
                ["ForwardHeaders"] = headers,
                ["MaxForwardBytes"] = queueBytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            services => services.AddSingleton<ILoggerProvider>(log ?? new FakeLoggerProvider()));
}
