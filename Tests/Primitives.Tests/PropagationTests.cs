using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.AI;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What of a workflow leaves with HTTP requests, and to whom; and what others can make of labels here.</summary>
public sealed class PropagationTests : IDisposable
{
    private readonly Telemetry _telemetry = new();
    private readonly Wire _wire = new();
    private readonly HttpMessageInvoker _http;
    private readonly LambdaPrimitive<string, int> _call;

    public PropagationTests()
    {
        _http = new HttpMessageInvoker(new WorkflowPropagationHandler("engine", "*.trusted.example") { InnerHandler = _wire });
        _call = new LambdaPrimitive<string, int>("call", async (address, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using HttpResponseMessage response = await _http.SendAsync(request, stop);
            return (int)response.StatusCode;
        });
    }

    public void Dispose()
    {
        _http.Dispose();
        _telemetry.Dispose();
    }

    [Theory]
    [InlineData("http://engine/x", true)]
    [InlineData("http://ENGINE:8080/", true)]
    [InlineData("https://api.trusted.example/", true)]
    [InlineData("https://trusted.example/", false)]
    [InlineData("https://untrusted.example/", false)]
    [InlineData("http://engine.example.org/", false)]
    [InlineData("http://elsewhere/engine", false)]
    public async Task The_context_goes_to_hosts_that_may_have_it_and_nothing_of_it_to_others(string address, bool sent)
    {
        var context = new WorkflowContext("content_generation")
        {
            WorkflowId = "w-1",
            CorrelationId = "c-1",
            CausationId = "k-1",
            SessionId = "s 1",
            AgentId = "a-1",
            AgentType = "writer",
            Deadline = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000),
            Baggage = new Dictionary<string, string> { ["tenant"] = "north" },
        };
        await WorkflowExecution.RunAsync(context, (c, stop) => _call.ExecuteAsync(address, c, stop));

        string everything = "workflow.id=w-1,correlation.id=c-1,workflow.name=content_generation,causation.id=k-1,session.id=s%201,"
            + "agent.id=a-1,agent.type=writer,workflow.deadline=1800000000000,tenant=north";
        Assert.Equal(sent ? everything : null, Assert.Single(_wire.Baggage));
        Assert.All(_telemetry.Spans, span => Assert.Empty(span.Baggage));
    }

    [Fact]
    public async Task A_child_workflow_goes_out_under_its_own_name_and_id_and_names_what_caused_it()
    {
        var parent = new WorkflowContext("outer") { WorkflowId = "p-1" };
        WorkflowContext? child = null;
        var start = new LambdaPrimitive<string, int>("start", async (address, context, stop) =>
        {
            child = context.CreateChild("sub");
            await _call.ExecuteAsync(address, child, stop);
            await _call.ExecuteAsync(address, child, stop);
            await _call.ExecuteAsync(address, context, stop);
            return await WorkflowExecution.RunAsync(context.CreateChild("run"), (c, token) => _call.ExecuteAsync(address, c, token), null, stop);
        });
        await WorkflowExecution.RunAsync(parent, (c, stop) => start.ExecuteAsync("http://engine/", c, stop));

        string sub = $"workflow.id={child!.WorkflowId},correlation.id={parent.CorrelationId},workflow.name=sub,causation.id=p-1";
        Assert.Equal([sub, sub, $"workflow.id=p-1,correlation.id={parent.CorrelationId},workflow.name=outer"], _wire.Baggage.Take(3));
        Assert.Contains("workflow.name=run,causation.id=p-1", _wire.Baggage[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_of_its_own_inside_anothers_primitive_goes_out_as_itself()
    {
        var outer = new LambdaPrimitive<string, int>("outer", async (address, _, stop) =>
        {
            var other = new WorkflowContext { WorkflowId = "w-2", CorrelationId = "w-2" };
            await _call.ExecuteAsync(address, other, stop);
            return await _call.ExecuteAsync(address, other, stop);
        });
        await outer.ExecuteAsync("http://engine/", new WorkflowContext { WorkflowId = "w-1", CorrelationId = "w-1" });
        Assert.Equal(["workflow.id=w-2,correlation.id=w-2", "workflow.id=w-2,correlation.id=w-2"], _wire.Baggage);
    }

    [Fact]
    public async Task Every_step_of_a_workflow_without_a_root_sends_it_also_below_spans_of_others()
    {
        using var source = new ActivitySource("App.Own");
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var context = new WorkflowContext { WorkflowId = "w-1", CorrelationId = "w-1" };
        await _call.ExecuteAsync("http://engine/", context);
        await _call.ExecuteAsync("http://engine/", context);
        using (source.StartActivity("batch"))
        {
            await _call.ExecuteAsync("http://engine/", context);
            await _call.ExecuteAsync("http://engine/", new WorkflowContext { WorkflowId = "w-2", CorrelationId = "w-2" });
            await _call.ExecuteAsync("http://engine/", context);
        }

        string one = "workflow.id=w-1,correlation.id=w-1";
        Assert.Equal([one, one, one, "workflow.id=w-2,correlation.id=w-2", one], _wire.Baggage);
    }

    [Fact]
    public async Task What_a_service_received_it_passes_on_to_those_who_may_have_it_only()
    {
        using Activity request = new Activity("request")
            .AddBaggage("workflow.id", "w-1").AddBaggage("correlation.id", "c-1").AddBaggage("session.id", "s-1").AddBaggage("foreign", "f")
            .Start();
        var context = WorkflowContext.FromCurrentActivity("engine");
        await _call.ExecuteAsync("http://engine/", context);

        Assert.Equal("workflow.id=w-1,correlation.id=c-1,workflow.name=engine,session.id=s-1,foreign=f", Assert.Single(_wire.Baggage));

        // What HttpClient would send to anybody by itself: not the workflow's, only what belongs to others.
        Assert.Equal([new("foreign", "f")], request.Baggage);
        Assert.Equal("s-1", WorkflowContext.FromCurrentActivity().SessionId);
    }

    [Fact]
    public async Task What_the_surroundings_send_along_by_themselves_is_not_lost_where_the_workflows_context_is_sent()
    {
        using Activity job = new Activity("job").AddBaggage("foreign", "f").AddBaggage("workflow.id", "somebody's").Start();
        await WorkflowExecution.RunAsync(
            new WorkflowContext("content_generation") { WorkflowId = "w-1", CorrelationId = "w-1" }, (c, stop) => _call.ExecuteAsync("http://engine/", c, stop));
        Assert.Equal("workflow.id=w-1,correlation.id=w-1,workflow.name=content_generation,foreign=f", Assert.Single(_wire.Baggage));
    }

    [Fact]
    public async Task What_is_called_beside_an_execution_is_not_called_for_it()
    {
        using Activity job = new Activity("job").Start();
        await WorkflowExecution.RunAsync(Make.Context(), (c, stop) => _call.ExecuteAsync("http://engine/", c, stop));
        using var beside = new HttpRequestMessage(HttpMethod.Get, "http://engine/");
        (await _http.SendAsync(beside, TestContext.Current.CancellationToken)).Dispose();
        Assert.NotNull(_wire.Baggage[0]);
        Assert.Null(_wire.Baggage[1]);
    }

    [Fact]
    public async Task A_header_that_is_there_already_stays_and_without_a_workflow_nothing_is_added()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://engine/");
        (await _http.SendAsync(request, CancellationToken.None)).Dispose();
        var by_hand = new LambdaPrimitive<string, int>("by_hand", async (address, stop) =>
        {
            using var own = new HttpRequestMessage(HttpMethod.Get, address);
            own.Headers.Add("baggage", "mine=1");
            (await _http.SendAsync(own, stop)).Dispose();
            return 0;
        });
        await by_hand.ExecuteAsync("http://engine/", Make.Context());
        Assert.Equal([null, "mine=1"], _wire.Baggage);
    }

    [Theory]
    [InlineData("http://engine/")]
    [InlineData("http://api.trusted.example/")]
    public async Task Hosts_are_allowed_whatever_the_case_they_are_written_in(string address)
    {
        using var http = new HttpMessageInvoker(new WorkflowPropagationHandler("Engine", "*.Trusted.Example") { InnerHandler = _wire });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        await WorkflowExecution.RunAsync(Make.Context(), async (_, stop) => await http.SendAsync(request, stop));
        Assert.NotNull(Assert.Single(_wire.Baggage));
    }

    [Fact]
    public async Task A_request_that_is_sent_synchronously_has_the_context_too()
    {
        var call = new LambdaPrimitive<string, int>("call", address =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using HttpResponseMessage response = _http.Send(request, CancellationToken.None);
            return (int)response.StatusCode;
        });
        await call.ExecuteAsync("http://engine/", new WorkflowContext { WorkflowId = "w-1", CorrelationId = "w-1" });
        await call.ExecuteAsync("http://elsewhere/", Make.Context());
        Assert.Equal(["workflow.id=w-1,correlation.id=w-1", null], _wire.Baggage);
    }

    [Fact]
    public async Task What_the_workflow_does_not_say_of_itself_the_surroundings_do_not_say_for_it()
    {
        using Activity job = new Activity("job").AddBaggage("session.id", "somebody's").AddBaggage("workflow.deadline", "1").Start();
        await WorkflowExecution.RunAsync(
            new WorkflowContext { WorkflowId = "w-1", CorrelationId = "w-1" }, (c, stop) => _call.ExecuteAsync("http://engine/", c, stop));
        Assert.Equal("workflow.id=w-1,correlation.id=w-1", Assert.Single(_wire.Baggage));
    }

    [Fact]
    public async Task What_the_surroundings_send_along_ends_at_64_entries()
    {
        using Activity job = new("job");
        for (int i = 0; i < 100; i++)
        {
            job.AddBaggage($"k{i}", "v");
        }

        job.Start();
        await WorkflowExecution.RunAsync(Make.Context(), (c, stop) => _call.ExecuteAsync("http://engine/", c, stop));
        Assert.Equal(64, Assert.Single(_wire.Baggage)!.Split(',').Length);
    }

    [Fact]
    public void What_came_from_the_wire_is_taken_off_every_activity_around_and_found_again()
    {
        using Activity request = new Activity("request").AddBaggage("workflow.id", "w-1").AddBaggage("foreign", "f").Start();
        using Activity filter = new Activity("filter").AddBaggage("session.id", "s-1").Start();
        var context = WorkflowContext.FromCurrentActivity();
        Assert.Equal(("w-1", "s-1", "f"), (context.WorkflowId, context.SessionId, context.Baggage["foreign"]));
        Assert.Equal([new("foreign", "f")], filter.Baggage);

        var again = WorkflowContext.FromCurrentActivity();
        Assert.Equal((context.WorkflowId, context.SessionId), (again.WorkflowId, again.SessionId));
    }

    [Fact]
    public void Somebody_must_be_allowed()
    {
        Assert.Throws<ArgumentException>("hosts", () => new WorkflowPropagationHandler([]));
        Assert.Throws<ArgumentException>("hosts", () => new WorkflowPropagationHandler("a", " "));
        Assert.Throws<ArgumentNullException>("isAllowed", () => new WorkflowPropagationHandler((Func<Uri, bool>)null!));
    }

    [Fact]
    public async Task What_others_call_their_agents_makes_a_bounded_number_of_series()
    {
        for (int i = 0; i < 1000; i++)
        {
            string sent = $"agent.type=hostile_{i},workflow.name=hostile_{i}";
            var context = WorkflowContext.Extract(name => name switch
            {
                "baggage" => sent,
                "traceparent" => "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                _ => null,
            });
            await WorkflowExecution.RunAsync(context, (c, stop) => Make.Add(1).ExecuteAsync(1, c, stop));
            Assert.Equal($"hostile_{i}", context.AgentType);
        }

        Assert.All(
            _telemetry.Measurements.GroupBy(m => m.Instrument.Name),
            instrument => Assert.InRange(
                instrument.Select(m => string.Join(',', m.Labels.Order(Comparer<KeyValuePair<string, object?>>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key))))).Distinct().Count(), 1, SentLabels.Most + 1));

        // What this process says itself is not affected.
        await Make.Add(1).ExecuteAsync(1, new WorkflowContext("w") { AgentType = "own_type" });
        Assert.Equal(1, _telemetry.Sum("tta.primitive.executions", ("agent_type", "own_type")));
    }

    [Fact]
    public async Task What_a_provider_says_that_answered_makes_a_bounded_number_of_series()
    {
        int calls = 0;
        var client = new ScriptedChatClient((_, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, "x"))
        {
            ModelId = $"made_up_{calls++}",
            Usage = new UsageDetails { InputTokenCount = 1, OutputTokenCount = 1 },
        });
        var model = new LlmPrimitive(client, new LlmOptions { Provider = "p", Model = "m" });
        for (int i = 0; i < 1000; i++)
        {
            await model.ExecuteAsync("hi", Make.Context());
        }

        Assert.InRange(
            _telemetry.Of("gen_ai.client.operation.duration").Select(m => m.Labels["gen_ai.response.model"]).Distinct().Count(), 1, SentLabels.Most + 1);
        Assert.InRange(
            _telemetry.Of("gen_ai.client.token.usage").Select(m => m.Labels["gen_ai.response.model"]).Distinct().Count(), 1, SentLabels.Most + 1);
        Assert.Equal("made_up_999", _telemetry.SpansNamed("llm.p.generate").Last().GetTagItem("gen_ai.response.model"));

        // The one asked for is always told apart.
        await new LlmPrimitive(ScriptedChatClient.Answering("x", model: "m_own"), new LlmOptions { Provider = "p", Model = "m_own" })
            .ExecuteAsync("hi", Make.Context());
        Assert.NotEmpty(_telemetry.Of("gen_ai.client.token.usage", ("gen_ai.response.model", "m_own")));
    }

    /// <summary>Notes the baggage of every request that reaches it.</summary>
    private sealed class Wire : HttpMessageHandler
    {
        public List<string?> Baggage { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Baggage.Add(request.Headers.TryGetValues("baggage", out IEnumerable<string>? values) ? string.Join(',', values) : null);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
