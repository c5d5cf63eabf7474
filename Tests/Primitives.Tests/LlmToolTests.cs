using System.Diagnostics;
using Microsoft.Extensions.AI;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Models that ask for tools: what passes through, and what each call counts as.</summary>
public sealed class LlmToolTests
{
    private readonly AIFunction _addOne = Make.Tool("add_one", (int i) => i + 1);

    [Fact]
    public async Task What_else_is_asked_of_the_model_reaches_it_and_the_primitives_own_options_come_first()
    {
        RoundsChatClient client = Make.Rounds();
        LlmOptions options = Make.WithTools(_addOne);
        options.Temperature = 0.5;
        options.Chat!.Temperature = 1;
        options.Chat.TopP = 0.25f;
        options.Chat.ModelId = "other";
        options.Chat.MaxOutputTokens = 7;
        options.Chat.StopSequences = ["END"];
        options.Chat.ResponseFormat = ChatResponseFormat.Json;
        var model = new LlmPrimitive(client, options);
        options.Chat.TopP = 1;
        using var telemetry = new Telemetry();
        await model.ExecuteAsync("hi", Make.Context());
        await model.ExecuteAsync("hi", Make.Context());

        Assert.NotSame(client.Asked[0], client.Asked[1]);
        ChatOptions asked = client.Asked[1]!;
        Assert.Equal(("m", 0.5f, 0.25f, 7), (asked.ModelId, asked.Temperature, asked.TopP, asked.MaxOutputTokens));
        Assert.Equal(("add_one", "END"), (Assert.Single(asked.Tools!).Name, Assert.Single(asked.StopSequences!)));
        Activity span = telemetry.SpansNamed("llm.p.generate").First();
        Assert.Equal(
            (0.5, 0.25, 7, "json"),
            (span.GetTagItem("gen_ai.request.temperature"), span.GetTagItem("gen_ai.request.top_p"),
                span.GetTagItem("gen_ai.request.max_tokens"), span.GetTagItem("gen_ai.output.type")));
    }

    [Fact]
    public async Task A_client_that_calls_no_tools_hands_the_calls_on()
    {
        var model = new LlmPrimitive(Make.Rounds(new ChatRound(("add_one", 1), ("add_one", 2))), Make.WithTools(_addOne));
        LlmResponse response = await model.ExecuteAsync("hi", Make.Context());
        Assert.Equal("tool_calls", response.FinishReason);
        Assert.Equal(["call_0_0", "call_0_1"], response.ToolCalls.Select(call => call.CallId));
    }

    [Fact]
    public async Task Every_model_call_and_every_tools_call_has_its_span_and_counts()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        var model = new LlmPrimitive(Make.CallsTools(new ChatRound(("add_one", 1), ("add_one", 2)), new ChatRound(("add_one", 3))), Make.WithTools(_addOne));
        LlmResponse response = await model.ExecuteAsync("hi", context);

        Assert.Equal("The answer is 4.", response.Text);
        Assert.Empty(response.ToolCalls);
        Assert.Equal((3000, 1500, 0.006m), (response.PromptTokens, response.CompletionTokens, response.CostUsd));
        Assert.Equal(new UsageSnapshot(3, 0, 3000, 1500, 0.006m, 0m), context.Usage.Snapshot());
        Assert.Equal(3, telemetry.SpansNamed("llm.p.generate").Count());
        Assert.Equal(["r-0", "r-1", "r-2"], telemetry.SpansNamed("llm.p.generate").Select(span => span.GetTagItem("gen_ai.response.id")));
        Activity[] tools = [.. telemetry.SpansNamed("execute_tool add_one")];
        Assert.Equal(["call_0_0", "call_0_1", "call_1_0"], tools.Select(span => span.GetTagItem("gen_ai.tool.call.id")));
        Assert.All(tools, span => Assert.Equal(
            ("execute_tool", "add_one", "function", ActivityKind.Internal),
            (span.GetTagItem("gen_ai.operation.name"), span.GetTagItem("gen_ai.tool.name"), span.GetTagItem("gen_ai.tool.type"), span.Kind)));
        ActivitySpanId primitive = telemetry.Span("primitive.llm.execute").SpanId;
        Assert.All(telemetry.Spans.Where(span => span.OperationName != "primitive.llm.execute"), span => Assert.Equal(primitive, span.ParentSpanId));
        Assert.Equal(3, telemetry.Of("tta.tool.duration", ("tool_name", "add_one"), ("status", "success"), ("workflow_name", "content_generation")).Count());
        Assert.Equal(3000, telemetry.Sum("tta.llm.tokens", ("type", "prompt")));
        Assert.Equal(3, telemetry.Of("gen_ai.client.operation.duration").Count());
    }

    [Fact]
    public async Task The_same_streams()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        var model = new LlmStreamingPrimitive(Make.CallsTools(new ChatRound(("add_one", 1))), Make.WithTools(_addOne));
        LlmResponse response = await (await model.ExecuteAsync("hi", context)).ReadAsync();

        Assert.Equal("The answer is 2.", response.Text);
        Assert.Empty(response.ToolCalls);
        Assert.Equal((2000, 1000, 0.004m), (response.PromptTokens, response.CompletionTokens, response.CostUsd));
        Assert.Equal(new UsageSnapshot(2, 0, 2000, 1000, 0.004m, 0m), context.Usage.Snapshot());
        Assert.Equal(2, telemetry.SpansNamed("llm.p.generate").Count());
        Assert.Equal("call_0_0", telemetry.Span("execute_tool add_one").GetTagItem("gen_ai.tool.call.id"));
        Assert.Equal(2000, telemetry.Sum("tta.llm.tokens", ("type", "prompt")));
        Assert.Equal(0, telemetry.Sum("tta.llm.calls.active"));
        Assert.All(
            telemetry.Of("gen_ai.client.operation.time_per_output_chunk"), m => Assert.Contains("gen_ai.request.model", m.Labels.Keys));
    }

    [Fact]
    public async Task A_tool_may_take_longer_than_the_next_chunk_may()
    {
        using var telemetry = new Telemetry();
        var time = new ManualTime();
        var running = new TaskCompletionSource();
        var done = new TaskCompletionSource<int>();
        AIFunction slow = Make.Tool("slow", async (int i) =>
        {
            running.SetResult();
            return i + await done.Task;
        });
        LlmOptions options = Make.WithTools(slow);
        (options.MaxChunkGap, options.TimeProvider) = (TimeSpan.FromSeconds(3), time);
        var model = new LlmStreamingPrimitive(Make.CallsTools(new ChatRound(("slow", 1))), options);
        Task<LlmResponse> reading = (await model.ExecuteAsync("hi", Make.Context())).ReadAsync();
        await running.Task;
        time.Advance(TimeSpan.FromHours(1));
        done.SetResult(1);

        Assert.Equal("The answer is 2.", (await reading).Text);
        Assert.Equal(0, telemetry.Sum("tta.timeouts"));
        Assert.All(telemetry.SpansNamed("llm.p.generate"), span => Assert.Equal("success", span.GetTagItem("execution.status")));
    }

    [Fact]
    public async Task A_chunk_of_a_call_after_a_tool_still_has_to_come_in_time()
    {
        using var telemetry = new Telemetry();
        var time = new ManualTime();
        LlmOptions options = Make.WithTools(_addOne);
        (options.MaxChunkGap, options.TimeProvider) = (TimeSpan.FromSeconds(3), time);
        RoundsChatClient rounds = Make.Rounds(new ChatRound(("add_one", 1)));
        rounds.HangsAfter = 2;
        var model = new LlmStreamingPrimitive(new FunctionInvokingChatClient(new LlmCallClient(rounds)), options);
        Task<LlmResponse> reading = (await model.ExecuteAsync("hi", Make.Context())).ReadAsync();
        await Eventually.True(() => rounds.Calls == 2 && time.ActiveTimers > 0, "the second call's reader waits");
        time.Advance(TimeSpan.FromSeconds(3));

        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => reading);
        Assert.Equal(["success", "failed"], telemetry.SpansNamed("llm.p.generate").Select(span => span.GetTagItem("execution.status")));
        Assert.Equal(1, telemetry.Sum("tta.timeouts"));
    }

    [Fact]
    public async Task A_call_has_the_id_that_the_model_gave_it_in_whatever_order_the_client_calls()
    {
        using var telemetry = new Telemetry();
        var client = new Backwards(new LlmCallClient(Make.Rounds(new ChatRound(("add_one", 1), ("add_one", 2), ("add_one", 2)))));
        await new LlmPrimitive(client, Make.WithTools(_addOne)).ExecuteAsync("hi", Make.Context());
        Assert.Equal(
            ["call_0_1", "call_0_2", "call_0_0"],
            telemetry.SpansNamed("execute_tool add_one").Select(span => span.GetTagItem("gen_ai.tool.call.id")));
    }

    [Fact]
    public async Task What_the_provider_has_called_itself_is_not_asked_for_and_its_cached_tokens_are_summed()
    {
        var client = new ScriptedChatClient((_, _) => new ChatResponse(new ChatMessage(
            ChatRole.Assistant, [new FunctionCallContent("c", "search") { InformationalOnly = true }, new TextContent("x")]))
        {
            Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5, CachedInputTokenCount = 4, ReasoningTokenCount = 3 },
        });
        LlmResponse response = await new LlmPrimitive(new LlmCallClient(client), Make.WithTools()).ExecuteAsync("hi", Make.Context());
        Assert.Empty(response.ToolCalls);
        Assert.Equal((4, 3), (response.CachedPromptTokens, response.ReasoningTokens));
    }

    [Fact]
    public async Task Each_call_has_options_of_its_own()
    {
        RoundsChatClient client = Make.Rounds();
        var model = new LlmPrimitive(client, Make.WithTools());
        await model.ExecuteAsync("hi", Make.Context());
        await model.ExecuteAsync("hi", Make.Context());
        Assert.NotSame(client.Asked[0], client.Asked[1]);
    }

    [Fact]
    public async Task A_reader_that_stops_has_paid_for_the_calls_so_far()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        var model = new LlmStreamingPrimitive(Make.CallsTools(new ChatRound(("add_one", 1))), Make.WithTools(_addOne));
        LlmStream stream = await model.ExecuteAsync("hi", context);
        await foreach (ChatResponseUpdate chunk in stream)
        {
            if (chunk.Text.Length > 0)
            {
                break;
            }
        }

        Assert.Equal(["success", "cancelled"], telemetry.SpansNamed("llm.p.generate").Select(span => span.GetTagItem("execution.status")));
        Assert.Equal(2, context.Usage.Snapshot().Calls);
        Assert.Equal(context.Usage.Snapshot().PromptTokens, telemetry.Sum("tta.llm.tokens", ("type", "prompt")));
        Assert.NotNull(stream.Response);
        Assert.Equal(0, telemetry.Sum("tta.llm.calls.active"));
    }

    [Fact]
    public async Task A_tool_that_fails_is_the_models_to_know_and_fails_no_primitive()
    {
        using var telemetry = new Telemetry();
        AIFunction broken = Make.Tool("broken", int () => throw new InvalidOperationException("the customer's secret"));
        var model = new LlmPrimitive(Make.CallsTools(new ChatRound(("broken", null))), Make.WithTools(broken));
        await model.ExecuteAsync("hi", Make.Context());

        Activity tool = telemetry.Span("execute_tool broken");
        Assert.Equal((ActivityStatusCode.Error, "System.InvalidOperationException"), (tool.Status, tool.GetTagItem("error.type")));
        Assert.Single(telemetry.Of("tta.tool.duration", ("tool_name", "broken"), ("status", "failed")));
        Assert.Equal("success", telemetry.Span("primitive.llm.execute").GetTagItem("execution.status"));
        Assert.DoesNotContain(telemetry.Spans.SelectMany(span => span.TagObjects), tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tool_that_a_model_made_up_makes_no_series()
    {
        using var telemetry = new Telemetry();
        var model = new LlmPrimitive(Make.CallsTools(new ChatRound(("made_up", 1))), Make.WithTools(_addOne));
        await model.ExecuteAsync("hi", Make.Context());
        Assert.Empty(telemetry.Of("tta.tool.duration"));
        Assert.DoesNotContain(telemetry.Spans, span => span.OperationName.Contains("made_up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_fails_after_a_tools_leaves_the_calls_before_it_paid_for()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        int calls = 0;
        var client = new ScriptedChatClient((messages, options) => ++calls == 1
            ? Make.Rounds(new ChatRound(("add_one", 1))).GetResponseAsync(messages, options).Result
            : throw new HttpRequestException("500"));
        var model = new LlmPrimitive(new FunctionInvokingChatClient(new LlmCallClient(client)), Make.WithTools(_addOne));
        await Assert.ThrowsAsync<HttpRequestException>(() => model.ExecuteAsync("hi", context).AsTask());
        Assert.Equal((1, 1000), (context.Usage.Snapshot().Calls, context.Usage.Snapshot().PromptTokens));
        Assert.Equal(["success", "failed"], telemetry.SpansNamed("llm.p.generate").Select(span => span.GetTagItem("execution.status")));
    }

    [Fact]
    public async Task Without_the_inner_client_the_answer_is_one_call_with_the_tokens_of_all()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        var model = new LlmPrimitive(new FunctionInvokingChatClient(Make.Rounds(new ChatRound(("add_one", 1)))), Make.WithTools(_addOne));
        await model.ExecuteAsync("hi", context);
        Assert.Equal((1, 2000), (context.Usage.Snapshot().Calls, context.Usage.Snapshot().PromptTokens));
        Assert.Single(telemetry.SpansNamed("llm.p.generate"));
        Assert.Single(telemetry.SpansNamed("execute_tool add_one"));
    }

    [Fact]
    public async Task Calls_that_no_primitive_makes_pass_through_the_inner_client()
    {
        using var telemetry = new Telemetry();
        using var client = new LlmCallClient(Make.Rounds());
        Assert.Equal("The answer is .", (await client.GetResponseAsync("hi", new ChatOptions(), TestContext.Current.CancellationToken)).Text);
        await foreach (ChatResponseUpdate chunk in client.GetStreamingResponseAsync("hi", null, TestContext.Current.CancellationToken))
        {
            Assert.NotNull(chunk);
        }

        Assert.Empty(telemetry.Spans);
        Assert.Empty(telemetry.Measurements);
    }

    [Fact]
    public void Two_tools_of_one_name_are_refused()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>("options", () => new LlmPrimitive(Make.Rounds(), Make.WithTools(_addOne, _addOne)));
        Assert.Contains("'add_one'", thrown.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Orders => ["inside", "around", "alone"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task What_a_client_tells_that_traces_itself_is_not_told_twice(string where)
    {
        using var telemetry = new Telemetry();
        var theirs = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "theirs",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = theirs.Add,
        };
        ActivitySource.AddActivityListener(listener);
        RoundsChatClient bare = Make.Rounds(new ChatRound(("add_one", 1)));
        IChatClient client = where switch
        {
            "inside" => new FunctionInvokingChatClient(new LlmCallClient(new OpenTelemetryChatClient(bare, sourceName: "theirs"))),
            "around" => new FunctionInvokingChatClient(new OpenTelemetryChatClient(new LlmCallClient(bare), sourceName: "theirs")),
            _ => new FunctionInvokingChatClient(new OpenTelemetryChatClient(bare, sourceName: "theirs")),
        };
        LlmResponse response = await new LlmPrimitive(client, Make.WithTools(_addOne)).ExecuteAsync("hi", Make.Context());

        // The conventions' view: two calls of 1000 tokens and one of a tool, whoever tells them.
        Activity[] all = [.. telemetry.Spans, .. theirs];
        Activity[] calls = [.. all.Where(span => "chat".Equals(span.GetTagItem("gen_ai.operation.name")))];
        Assert.Equal(2, calls.Length);
        Assert.Equal(2000, calls.Sum(span => Convert.ToInt64(span.GetTagItem("gen_ai.usage.input_tokens"), null)));
        Assert.Single(all, span => "execute_tool".Equals(span.GetTagItem("gen_ai.operation.name")));
        Assert.DoesNotContain(telemetry.Measurements, m => m.Instrument.Name.StartsWith("gen_ai.", StringComparison.Ordinal));

        // What only the primitive knows stays.
        Assert.Equal(0.004m, response.CostUsd);
        Assert.Equal(2000, telemetry.Sum("tta.llm.tokens", ("type", "prompt")));
        Assert.Equal(0.004, telemetry.SpansNamed("llm.p.generate").Sum(span => (double)span.GetTagItem("llm.cost_usd")!), 1e-9);
        Assert.Single(telemetry.Of("tta.tool.duration"));
    }

    /// <summary>Calls what the model asks for from the last to the first.</summary>
    private sealed class Backwards(IChatClient client) : DelegatingChatClient(client)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatResponse answer = await base.GetResponseAsync(messages, options, cancellationToken);
            foreach (FunctionCallContent call in answer.Messages[0].Contents.OfType<FunctionCallContent>().Reverse())
            {
                await ((AIFunction)options!.Tools!.Single()).InvokeAsync(new AIFunctionArguments(call.Arguments), cancellationToken);
            }

            return answer;
        }
    }
}
