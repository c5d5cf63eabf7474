using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>An execution is to its caller what an async method is: what it sets in an AsyncLocal stays inside, whoever listens.</summary>
public sealed class AsyncLocalTests
{
    private static readonly AsyncLocal<string?> Local = new();

    private static readonly LambdaPrimitive<string, string> Sets = new("sets", text => Local.Value = text);
    private static readonly LambdaPrimitive<string, string?> Reads = new("reads", _ => Local.Value);

    // A1
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task What_a_step_sets_does_not_reach_the_next_one_or_the_caller(bool spans, bool metrics)
    {
        using Telemetry? telemetry = spans || metrics ? new Telemetry(spans, metrics) : null;
        Local.Value = "mine";
        Assert.Equal("mine", await (Sets >> Reads).ExecuteAsync("a step's", Make.Context()));
        await (Sets >> Sets).ExecuteAsync("a step's", Make.Context());
        await Sets.ExecuteAsync("a step's", Make.Context());
        Assert.Equal("mine", Local.Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nor_does_what_one_that_fails_has_set(bool observed)
    {
        using Telemetry? telemetry = observed ? new Telemetry() : null;
        Local.Value = null;
        var fails = new LambdaPrimitive<string, string>("fails", string (text) =>
        {
            Local.Value = text;
            throw new InvalidOperationException();
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => fails.ExecuteAsync("a step's", Make.Context()).AsTask());
        Assert.Null(Local.Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nor_what_a_primitive_that_only_chooses_another_or_that_other_has_set(bool observed)
    {
        using Telemetry? telemetry = observed ? new Telemetry() : null;
        Local.Value = "mine";
        var throws = new LambdaPrimitive<string, string>("throws", string (text) => throw new InvalidOperationException(Local.Value = text));
        bool Chosen(string text) => (Local.Value = text) == "a step's";
        Dictionary<string, WorkflowPrimitive<string, string>> routes = new() { ["a step's"] = Sets, ["fails"] = throws };
        WorkflowPrimitive<string, string>[] choosers =
        [
            new ConditionalPrimitive<string, string>((text, _) => Chosen(text), Sets, throws),
            new SwitchPrimitive<string, string, string>((text, _) => Local.Value = text, routes),
            new RouterPrimitive<string, string>(routes, (text, _) => Local.Value = text),
            new RouterPrimitive<string, string>(routes, new ComplexitySelector<string>(text => Chosen(text) ? 1 : 2, [(1, "a step's")], "fails")),
        ];
        foreach (WorkflowPrimitive<string, string> chooser in choosers)
        {
            Assert.Equal("mine", await (chooser >> Reads).ExecuteAsync("a step's", Make.Context()));
            ValueTask<string> failing = chooser.ExecuteAsync("fails", Make.Context());
            await Assert.ThrowsAsync<InvalidOperationException>(() => failing.AsTask());
            Assert.Equal("mine", Local.Value);
        }
    }

    [Fact]
    public async Task What_the_caller_has_set_reaches_every_step()
    {
        Local.Value = "the caller's";
        Assert.Equal("the caller's", await (Sets >> Reads).ExecuteAsync("x", Make.Context()));
        Assert.All(await (Reads | Reads).ExecuteAsync("x", Make.Context()), seen => Assert.Equal("the caller's", seen));
    }

    [Fact]
    public void A_flow_that_is_suppressed_stays_so()
    {
        Task<string> run;
        using (ExecutionContext.SuppressFlow())
        {
            run = Sets.ExecuteAsync("x", Make.Context()).AsTask();
            Assert.True(ExecutionContext.IsFlowSuppressed());
        }

        Assert.True(run.IsCompletedSuccessfully);
    }
}
