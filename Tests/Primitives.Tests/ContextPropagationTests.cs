using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What of a context crosses a process boundary in headers, and what of others' headers is believed.</summary>
public sealed class ContextPropagationTests
{
    [Fact]
    public async Task A_workflow_crosses_a_process_boundary_by_headers_alone()
    {
        using var telemetry = new Telemetry();
        var context = new WorkflowContext("content_generation")
        {
            CausationId = "k-1",
            SessionId = "s 1, ü=%;",
            AgentId = "a-1",
            AgentType = "writer",
            Deadline = new DateTimeOffset(2026, 10, 1, 12, 0, 5, TimeSpan.Zero),
            Baggage = new Dictionary<string, string> { ["tenant"] = "north" },
        };
        var headers = new Dictionary<string, string>();
        var send = new LambdaPrimitive<int, int>("send", (i, c) => { c.Inject(headers.Add); return i; });
        await send.ExecuteAsync(1, context);

        WorkflowContext there = WorkflowContext.Extract(headers.GetValueOrDefault);
        await Make.Add(1, "receive").ExecuteAsync(1, there);

        Assert.Equal(context.WorkflowId, there.WorkflowId);
        Assert.Equal(context.CorrelationId, there.CorrelationId);
        Assert.Equal(context.WorkflowName, there.WorkflowName);
        Assert.Equal(context.CausationId, there.CausationId);
        Assert.Equal(context.SessionId, there.SessionId);
        Assert.Equal(context.AgentId, there.AgentId);
        Assert.Equal(context.AgentType, there.AgentType);
        Assert.Equal(context.Deadline, there.Deadline);
        Assert.Equal(context.Baggage, there.Baggage);
        Assert.Equal(telemetry.Spans[0].SpanId, telemetry.Spans[1].ParentSpanId);
        Assert.Equal(telemetry.Spans[0].TraceId, telemetry.Spans[1].TraceId);
        Assert.True(telemetry.Spans[1].HasRemoteParent);
    }

    [Fact]
    public async Task The_call_from_another_process_is_counted_once_as_a_remote_connection()
    {
        KnownSeries.Workflow("content_generation", "content", "orchestrator");
        using var telemetry = new Telemetry();
        var there = WorkflowContext.Extract(name => name switch
        {
            "traceparent" => "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "baggage" => "agent.type=orchestrator,workflow.name=content_generation",
            _ => null,
        });
        await (Make.Add(1, "one") >> Make.Add(1, "two")).Named("engine").ExecuteAsync(1, there);
        await Make.Add(1, "later").ExecuteAsync(1, there);

        Telemetry.Measurement remote = Assert.Single(telemetry.Of("tta.primitive.connections", ("connection_type", "remote")));
        Assert.Equal("orchestrator", remote.Labels["source_primitive"]);
        Assert.Equal("engine", remote.Labels["target_primitive"]);
    }

    [Fact]
    public async Task The_current_activity_leads_to_the_context_and_carries_nothing_of_it_as_baggage()
    {
        using var telemetry = new Telemetry();
        var context = new WorkflowContext("content_generation") { AgentType = "writer", Baggage = new Dictionary<string, string> { ["tenant"] = "n" } };
        WorkflowContext? there = null;
        Activity? current = null;
        var call = new LambdaPrimitive<int, int>("call", i =>
        {
            current = Activity.Current;
            there = WorkflowContext.FromCurrentActivity();
            return i;
        });
        await WorkflowExecution.RunAsync(context, (c, stop) => (Make.Add(1) >> call).ExecuteAsync(1, c, stop));

        // HttpClient would send it to every host.
        Assert.Empty(current!.Baggage);
        Assert.Equal(context.WorkflowId, there!.WorkflowId);
        Assert.Equal("content_generation", there.WorkflowName);
        Assert.Equal("writer", there.AgentType);
        Assert.Equal("n", there.Baggage["tenant"]);
        await Make.Add(1).ExecuteAsync(1, there);
        Assert.Equal(current.SpanId, telemetry.Spans[^1].ParentSpanId);

        // Nobody called from afar.
        Assert.Empty(telemetry.Of("tta.primitive.connections", ("connection_type", "remote")));
    }

    [Fact]
    public async Task Executions_that_take_turns_in_one_request_are_each_found_inside_their_own_spans()
    {
        using var telemetry = new Telemetry();
        var found = new List<string?>();
        var look = new LambdaPrimitive<int, int>("look", i =>
        {
            found.Add(WorkflowContext.FromCurrentActivity().WorkflowName);
            return i;
        });
        var first = new WorkflowContext("first");
        WorkflowContext[] turns = [first, new("second"), first.CreateChild("third")];
        using Activity request = new Activity("request").Start();
        foreach (WorkflowContext context in turns.Concat(turns).Concat(turns.Reverse()))
        {
            await look.ExecuteAsync(1, context);
        }

        Assert.Equal(["first", "second", "third", "first", "second", "third", "third", "second", "first"], found);
    }

    [Fact]
    public void A_service_may_give_what_it_executes_a_name_of_its_own()
    {
        Assert.Equal("here", WorkflowContext.FromCurrentActivity("here").WorkflowName);
        using Activity request = new Activity("request").AddBaggage("workflow.name", "there").AddBaggage("workflow.id", "w-1").Start();
        Assert.Equal("there", WorkflowContext.FromCurrentActivity().WorkflowName);
        var context = WorkflowContext.FromCurrentActivity("here");
        Assert.Equal(("here", "w-1"), (context.WorkflowName, context.WorkflowId));
        Assert.Empty(context.Baggage);

        Assert.Equal("here", WorkflowContext.Extract(name => name == "baggage" ? "workflow.name=there" : null, "here").WorkflowName);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("rubbish", "rubbish")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01", "workflow.id=,=,;;")]
    public async Task Malformed_headers_give_a_new_context(string? traceparent, string? baggage)
    {
        using var telemetry = new Telemetry();
        var context = WorkflowContext.Extract(name => name switch { "traceparent" => traceparent, "baggage" => baggage, _ => null });
        await Make.Add(1).ExecuteAsync(1, context);

        Assert.NotEmpty(context.WorkflowId);
        Assert.Equal(context.WorkflowId, context.CorrelationId);
        Assert.Equal(default, Assert.Single(telemetry.Spans).ParentSpanId);
    }

    [Fact]
    public async Task A_context_that_came_without_a_trace_begins_one()
    {
        using var telemetry = new Telemetry();
        var context = WorkflowContext.Extract(name => name == "baggage" ? "workflow.id=w-1" : null);
        await Make.Add(1).ExecuteAsync(1, context);
        await Make.Add(2).ExecuteAsync(1, context);

        Assert.Single(telemetry.Spans.Select(s => s.TraceId).Distinct());
        Assert.Empty(telemetry.Of("tta.primitive.connections", ("connection_type", "remote")));
    }

    [Fact]
    public void What_a_context_does_not_have_is_not_sent()
    {
        var context = new WorkflowContext { WorkflowId = "w-1", CorrelationId = "c-1" };
        Assert.Equal([new("baggage", "workflow.id=w-1,correlation.id=c-1")], Sent(context));
    }

    [Fact]
    public async Task What_is_sent_belongs_to_the_workflows_trace_whatever_the_ambient_span()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        await Make.Add(1).ExecuteAsync(1, context);
        Activity root = Assert.Single(telemetry.Spans);
        string expected = $"00-{root.TraceId}-{root.SpanId}-01";

        Assert.Equal(expected, Sent(context)["traceparent"]);
        Assert.DoesNotContain("tracestate", Sent(context).Keys);
        using Activity stranger = new Activity("poll").Start();
        Assert.Equal(expected, Sent(context)["traceparent"]);
        Assert.Equal(stranger.Id, Sent(Make.Context())["traceparent"]);
    }

    [Fact]
    public async Task What_is_sent_from_within_names_the_span_that_sends()
    {
        using var telemetry = new Telemetry();
        string? sent = null;
        var send = new LambdaPrimitive<int, int>("send", (i, c) => { sent = Sent(c)["traceparent"]; return i; });
        await (Make.Add(1) >> send).ExecuteAsync(1, Make.Context());
        Assert.Equal(telemetry.Spans.Single(s => Equals(s.GetTagItem("primitive.name"), "send") && s.OperationName == "primitive.lambda.execute").Id, sent);
    }

    [Fact]
    public void The_senders_trace_state_is_passed_on()
    {
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        var context = WorkflowContext.Extract(name => name switch { "traceparent" => Parent, "tracestate" => "vendor=1", _ => null });
        Dictionary<string, string> sent = Sent(context);
        Assert.Equal((Parent, "vendor=1"), (sent["traceparent"], sent["tracestate"]));
    }

    private static Dictionary<string, string> Sent(WorkflowContext context)
    {
        var headers = new Dictionary<string, string>();
        context.Inject(headers.Add);
        return headers;
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_value_that_is_empty_or_too_long_is_ignored(int length, bool taken)
    {
        string value = new('x', length);
        using Activity request = new Activity("request").AddBaggage("session.id", value).Start();
        Assert.Equal(taken ? value : null, WorkflowContext.FromCurrentActivity().SessionId);
    }

    [Fact]
    public void Of_many_entries_the_first_64_are_taken()
    {
        using Activity request = new("request");
        for (int i = 65; i > 0; i--)
        {
            request.AddBaggage($"k{i}", "v");
        }

        request.Start();
        Assert.Equal(Enumerable.Range(1, 64).Select(i => $"k{i}"), WorkflowContext.FromCurrentActivity().Baggage.Keys);
    }

    [Theory]
    [InlineData("-1", false)]
    [InlineData("soon", false)]
    [InlineData("253402300799999", true)]
    [InlineData("253402300800000", false)]
    public void A_deadline_that_is_none_is_ignored(string text, bool taken)
    {
        using Activity request = new Activity("request").AddBaggage("workflow.deadline", text).Start();
        Assert.Equal(taken, WorkflowContext.FromCurrentActivity().Deadline is not null);
    }

    [Fact]
    public void Oversized_baggage_is_ignored()
    {
        var context = WorkflowContext.Extract(
            name => name == "baggage" ? $"agent.type={new string('x', 5000)},{string.Join(',', Enumerable.Range(0, 500).Select(i => $"k{i}=v"))}" : null);

        Assert.Null(context.AgentType);
        Assert.InRange(context.Baggage.Count, 0, 64);
    }

    [Fact]
    public void Without_headers_there_is_nothing_to_read_or_write()
    {
        Assert.Throws<ArgumentNullException>("getHeader", () => WorkflowContext.Extract(null!));
        Assert.Throws<ArgumentNullException>("setHeader", () => Make.Context().Inject(null!));
    }
}
