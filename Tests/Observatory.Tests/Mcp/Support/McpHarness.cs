using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Observatory.Hosting;
using Observatory.Prometheus;
using Tta.Observatory.Tests.Prometheus;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Mcp.Support;

/// <summary>An Observatory at half past twelve, with a Prometheus that is told what to answer, asked by the SDK's client over HTTP.</summary>
internal sealed class McpHarness : IAsyncDisposable
{
    private readonly TemporaryDirectory _data = new();

    public FakeTimeProvider Time { get; } = new(TestSpan.Epoch.AddMinutes(30));

    public FakePrometheus Prometheus { get; } = new();

    public TestObservatory Observatory { get; private set; } = null!;

    public McpClient Client { get; private set; } = null!;

    public static async Task<McpHarness> StartAsync(
        Dictionary<string, string>? settings = null, IEnumerable<TestSpan>? spans = null, Dictionary<string, string>? headers = null)
    {
        var harness = new McpHarness();
        var prices = Path.Combine(harness._data.Path, "prices.json");
        await File.WriteAllTextAsync(prices, WorkflowRuns.Prices);
        harness.Observatory = await TestObservatory.StartAsync(
            Path.Combine(harness._data.Path, "data"),
            new(settings ?? []) { ["Prometheus"] = FakePrometheus.Address.AbsoluteUri, ["PriceFile"] = prices },
            services => services.AddSingleton<TimeProvider>(harness.Time)
                .Replace(ServiceDescriptor.Singleton(new PrometheusClient(FakePrometheus.Address, harness.Prometheus))));
        foreach (var part in (spans ?? []).Chunk(5000))
        {
            await harness.Observatory.StoreAsync(part);
        }

        harness.Client = await harness.ConnectAsync(headers);
        return harness;
    }

    public Uri Endpoint => Observatory.Uri(ListenerRoles.Ui, "/mcp");

    private Task<McpClient> ConnectAsync(Dictionary<string, string>? headers) => McpClient.CreateAsync(new HttpClientTransport(
        new() { Endpoint = Endpoint, TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = headers }));

    /// <summary>What a tool answers.</summary>
    public async Task<JsonElement> AskAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await CallAsync(tool, arguments);
        Assert.True(result.IsError is not true, TextOf(result));
        return result.StructuredContent!.Value;
    }

    /// <summary>What a tool says is wrong with a call.</summary>
    public async Task<string> RefusedAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await CallAsync(tool, arguments);
        Assert.True(result.IsError is true, $"it was answered: {result.StructuredContent}");
        return TextOf(result);
    }

    public async Task<CallToolResult> CallAsync(string tool, params (string Name, object? Value)[] arguments) =>
        await Client.CallToolAsync(tool, arguments.ToDictionary(a => a.Name, a => a.Value));

    public static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    /// <summary>The tokens of an answer, as its budget counts them.</summary>
    public static int Tokens(CallToolResult result) => (TextOf(result).Length + (result.StructuredContent?.GetRawText().Length ?? 0) + 3) / 4;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Observatory.DisposeAsync();
        _data.Dispose();
        Prometheus.Dispose();
    }
}
