using System.Globalization;
using Observatory.Agents.Steps;
using Tta.Observatory.Tests.Agents.Support;

namespace Tta.Observatory.Tests.Agents;

/// <summary>
/// Each framework did the same six runs against a scripted model, which counted: what is read of its telemetry is what happened. A line of
/// <c>expected.csv</c> is a trace.
/// </summary>
public sealed class RecordingTests(Recordings recordings) : IClassFixture<Recordings>
{
    private static readonly string[] Head = [.. File.ReadLines(Path.Combine(Recordings.Folder, "expected.csv")).First().Split(',')];

    public static TheoryData<string> Rows() => [.. File.ReadLines(Path.Combine(Recordings.Folder, "expected.csv")).Skip(1)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_recorded_trace_is_read_as_what_happened(string row)
    {
        var expected = Head.Zip(row.Split(',')).ToDictionary(p => p.First, p => p.Second);

        var run = recordings.Read(UInt128.Parse(expected["trace_id"], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).Run;

        Assert.NotNull(run);
        var read = new Dictionary<string, string>
        {
            ["framework"] = expected["framework"],
            ["run"] = expected["run"],
            ["trace_id"] = run.Trace.ToString("x32", CultureInfo.InvariantCulture),
            ["root_span"] = run.Root,
            ["workflow"] = run.Workflow ?? "",
            ["agents"] = string.Join('|', run.Agents),
            ["tools"] = string.Join('|', run.Tools),
            ["models"] = string.Join('|', run.Models),
            ["conversation"] = run.Conversation ?? "",
            ["failed"] = run.IsFailed ? "true" : "false",
            ["model_calls_ok"] = Text(run.ModelCalls),
            ["model_calls_failed"] = Text(run.FailedModelCalls),
            ["tool_errors"] = Text(run.ToolErrors),
            ["input_tokens"] = Text(run.Tokens.Input),
            ["cached_tokens"] = Text(run.Tokens.Cached),
            ["output_tokens"] = Text(run.Tokens.Output),
            ["spans"] = Text(run.Spans),
        };
        Assert.Equal(Head.Select(h => $"{h}: {expected[h]}"), Head.Select(h => $"{h}: {read[h]}"));
        Assert.Empty(run.Notes);
    }

    [Fact]
    public void Only_the_making_of_agents_is_left_over_and_it_is_no_run()
    {
        var expected = File.ReadLines(Path.Combine(Recordings.Folder, "expected.csv")).Skip(1).Select(r => r.Split(',')[2]).ToHashSet();
        var others = recordings.All().Where(t => !expected.Contains(t.View.Trace.Id.ToString("x32", CultureInfo.InvariantCulture))).ToList();

        // One run of two frameworks was recorded again with its messages.
        Assert.Equal(2, others.Count(t => t.Run is not null));
        Assert.All(others.Where(t => t.Run is null), t => Assert.All(t.Steps, s => Assert.Equal(StepKind.Setup, s.Kind)));
        Assert.Equal(12, others.Count(t => t.Run is null));
    }

    [Fact]
    public void Every_span_of_a_framework_is_known_to_a_family()
    {
        var unknown = recordings.All().SelectMany(t => Enumerable.Range(0, t.View.Nodes.Count).Where(n => t.StepOf(n) is null).Select(t.View.NameOf)).Distinct();

        // The application's own span, and a loop that says nothing of itself in any convention.
        Assert.Equal(["answer question", "AutoFunctionInvocationLoop"], unknown.Order(StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("cf34a78b4152e8954e75eccabed760b7", "ChatClientException", "ChatClientException")]
    [InlineData("a2084bc9355dea0f92d9eeb4860ebbd1", "ValueError", "ValueError")]
    [InlineData("c10b59dc259a9632211dfe0d59160454", "ValueError", "ValueError: weather service has no station in Paris")]
    [InlineData("27dd36532d051e5428bbc0449eb38336", "AI_APICallError", "The server had an error while processing your request.")]
    [InlineData("8587a9982eb4a926aba5b4022d877801", "InternalServerError", "Error code: 500 - The server had an error while processing your request.")]
    [InlineData("a12ab29e2a0fe2cc5c6be4dc73ca7c98", "ValueError", "ValueError: weather service has no station in Paris")]
    public void A_failed_run_says_why(string trace, string type, string reason)
    {
        var failure = recordings.Read(UInt128.Parse(trace, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).Run!.Failure!;

        Assert.Equal((type, reason), (failure.Type, failure.Reason));
    }

    [Fact]
    public void The_agent_at_work_is_the_nearest_above_whatever_the_span_says()
    {
        // Its instrumentation calls every agent "OpenAI Agent" below the agents' own spans.
        var trace = recordings.Read(UInt128.Parse("d9fd2a876591817681c726187d44450b", NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        Assert.Equal(["triage", "researcher", "researcher"], trace.Steps.Where(s => s.Kind == StepKind.ModelCall).Select(s => s.Agent));
        Assert.Contains(trace.Steps, s => s is { Kind: StepKind.Step, Name: "handoff to researcher", Operation: "agent_handoff" });
    }

    [Fact]
    public void What_a_framework_says_that_a_run_cost_is_kept_apart()
    {
        var run = recordings.Read(UInt128.Parse("47ccebc6f5387e4da22005b12190504c", NumberStyles.HexNumber, CultureInfo.InvariantCulture)).Run!;

        Assert.Equal((null, 0.00033m), (run.Cost.Known, run.Cost.Reported));
        Assert.Equal([("gpt-4.1-mini-2025-04-14", 4)], run.Cost.Unpriced);
    }

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
