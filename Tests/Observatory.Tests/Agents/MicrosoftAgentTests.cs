using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Hosting;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using OpenAI;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tta.Observatory.Tests.Agents.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Agents;

/// <summary>Microsoft.Extensions.AI and Microsoft.Agents.AI as they are, against a model of the test's own: what is shown is what the model counted.</summary>
public sealed class MicrosoftAgentTests : IAsyncLifetime
{
    private const string Source = "Tta.Observatory.Tests.Agents";

    private readonly TemporaryDirectory _data = new();
    private TestObservatory _observatory = null!;
    private ModelServer _model = null!;
    private TracerProvider _traces = null!;

    public async ValueTask InitializeAsync()
    {
        _observatory = await TestObservatory.StartAsync(_data.Path);
        _model = await ModelServer.StartAsync();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(r => r.AddService("live"))
            .AddSource(Source, "Microsoft.Agents.AI.Workflows")
            .AddOtlpExporter(o => (o.Endpoint, o.Protocol) = (_observatory.Uri(ListenerRoles.OtlpHttp, "/v1/traces"), OtlpExportProtocol.HttpProtobuf))
            .Build();
    }

    public async ValueTask DisposeAsync()
    {
        _traces.Dispose();
        await _model.DisposeAsync();
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_chat_client_that_calls_a_tool_and_is_refused_once_is_right_to_the_token()
    {
        _model.Script(new(Status: 429), new(100, 10, Cached: 20, Tool: "get_weather"), new(150, 25, Cached: 64, Reasoning: 8));

        await Client().GetResponseAsync("What is the weather in Paris?", Options(), TestContext.Current.CancellationToken);

        var run = Run();
        Assert.Equal(3, _model.Requests);
        Assert.Equal((2, 0, 1, 0), (run.ModelCalls, run.FailedModelCalls, run.ToolCalls, run.ToolErrors));
        Assert.Equal(new TokenUsage(250, 84, 35, 8), run.Tokens);
        Assert.Equal(["small-2026-01-01"], run.Models);
        Assert.Equal(["get_weather"], run.Tools);
        Assert.Null(run.Failure);
        var page = await PageAsync(run);
        Assert.Contains("<dt>tokens in</dt><dd class=\"\">250</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>of these cached</dt><dd class=\"\">84</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>tokens out</dt><dd class=\"\">35</dd>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_throws_is_a_tool_error_and_the_run_that_goes_on_has_not_failed()
    {
        _model.Script(new(100, 10, Tool: "get_weather"), new(150, 25));
        var broken = AIFunctionFactory.Create(string (string city) => throw new InvalidOperationException($"no weather in {city}"), "get_weather");

        await Client().GetResponseAsync("What is the weather in Paris?", new() { Tools = [broken] }, TestContext.Current.CancellationToken);

        var run = Run();
        Assert.Equal((2, 0, 1, 1), (run.ModelCalls, run.FailedModelCalls, run.ToolCalls, run.ToolErrors));
        Assert.Equal((250L, 35L), (run.Tokens.Input, run.Tokens.Output));
        Assert.Null(run.Failure);
    }

    [Fact]
    public async Task A_workflow_of_agents_is_right_to_the_token()
    {
        _model.Script(new(100, 10, Tool: "get_weather"), new(150, 25, Cached: 64), new(165, 24, Cached: 80, Reasoning: 8));

        await RunWorkflowAsync();

        var run = Run();
        Assert.Equal("weather_report", run.Workflow);
        Assert.Equal(["researcher", "writer"], run.Agents);
        Assert.Equal(["get_weather"], run.Tools);
        Assert.Equal((3, 0, 1), (run.ModelCalls, run.FailedModelCalls, run.ToolCalls));
        Assert.Equal(new TokenUsage(415, 144, 59, 8), run.Tokens);
        Assert.Null(run.Failure);
        Assert.Contains("❖", await PageAsync(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_whose_model_fails_has_failed_and_keeps_what_was_used()
    {
        _model.Script(new(100, 10, Tool: "get_weather"), new(Status: 500), new(Status: 500));

        await RunWorkflowAsync();

        var run = Run();
        Assert.Equal((1, 1), (run.ModelCalls, run.FailedModelCalls));
        Assert.Equal((100L, 10L), (run.Tokens.Input, run.Tokens.Output));
        Assert.NotNull(run.Failure);
        Assert.Contains("500", run.Failure.Reason, StringComparison.Ordinal);
    }

    private static ChatOptions Options() => new() { Tools = [Weather()] };

    private static AIFunction Weather() => AIFunctionFactory.Create((string city) => $"{city}: 18 C, cloudy", "get_weather");

    // One further attempt, as a client has them: it is no span of its own.
    private IChatClient Bare() => new OpenAI.Chat.ChatClient(
        "small", new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = _model.Endpoint, RetryPolicy = new ClientRetryPolicy(1) }).AsIChatClient();

    private IChatClient Client() => Bare().AsBuilder().UseFunctionInvocation().UseOpenTelemetry(sourceName: Source).Build();

    private AIAgent Agent(string name, params AITool[] tools) =>
        new ChatClientAgent(Bare(), "Do your part.", name, tools: tools).AsBuilder().UseOpenTelemetry(sourceName: Source).Build();

    private async Task RunWorkflowAsync()
    {
        ExecutorBinding researcher = Agent("researcher", Weather());
        ExecutorBinding writer = Agent("writer");
        var workflow = new WorkflowBuilder(researcher).AddEdge(researcher, writer).WithName("weather_report").WithOpenTelemetry().Build();
        await using var run = await InProcessExecution.RunStreamingAsync(
            workflow, new ChatMessage(ChatRole.User, "What is the weather in Paris?"), cancellationToken: TestContext.Current.CancellationToken);
        await run.TrySendMessageAsync(new TurnToken(emitEvents: true));
        await foreach (var _ in run.WatchStreamAsync(TestContext.Current.CancellationToken))
        {
            // Until it has ended.
        }
    }

    private AgentRun Run()
    {
        Assert.True(_traces.ForceFlush());
        var found = TraceSearch.Run(_observatory.Services.GetRequiredService<TraceStore>(), new() { Service = "live" }, default);
        return Assert.Single(_observatory.Services.GetRequiredService<AgentRuns>().Among(found, default));
    }

    private Task<string> PageAsync(AgentRun run) => _observatory.Http.GetStringAsync(_observatory.Uri(ListenerRoles.Ui, $"/trace/{TraceIds.Trace(run.Trace)}"));
}
