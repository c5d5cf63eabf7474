using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What people write in their first hour must compile and do what it looks like.</summary>
public sealed class NewcomerTests
{
    private static readonly WorkflowPrimitive<string, string> Small = new LambdaPrimitive<string, string>("small", s => $"small: {s}");
    private static readonly WorkflowPrimitive<string, string> Large = new LambdaPrimitive<string, string>("large", s => $"large: {s}");

    [Fact]
    public async Task A_lambda_that_only_throws_is_not_ambiguous()
    {
        var one = new LambdaPrimitive<string, string>("one", _ => throw new NotSupportedException());
        var two = new LambdaPrimitive<string, string>("two", (_, _) => throw new NotSupportedException());
        await Assert.ThrowsAsync<NotSupportedException>(() => one.ExecuteAsync("", Make.Context()).AsTask());
        await Assert.ThrowsAsync<NotSupportedException>(() => two.ExecuteAsync("", Make.Context()).AsTask());
    }

    [Fact]
    public async Task A_lambda_that_returns_null_is_not_ambiguous()
    {
        var one = new LambdaPrimitive<string, string?>("one", _ => null);
        var two = new LambdaPrimitive<string, string?>("two", (_, _) => null);
        Assert.Null(await one.ExecuteAsync("", Make.Context()));
        Assert.Null(await two.ExecuteAsync("", Make.Context()));
    }

    [Fact]
    public async Task Asynchronous_lambdas_are_awaited_whatever_they_return()
    {
        static async Task<T> Later<T>(T value)
        {
            await Task.Yield();
            return value;
        }

        Assert.Equal("a", await new LambdaPrimitive<string, string>("task", s => Later(s)).ExecuteAsync("a", Make.Context()));
        Assert.Equal("a", await new LambdaPrimitive<string, string>("async", async s => await Later(s)).ExecuteAsync("a", Make.Context()));
        Assert.Equal("a", await new LambdaPrimitive<string, string>("cancellable", async (s, stop) => await Later(s).WaitAsync(stop)).ExecuteAsync("a", Make.Context()));
        Assert.Equal("a", await new LambdaPrimitive<string, object>("object", s => Later<object>(s)).ExecuteAsync("a", Make.Context()));
        Assert.Equal("a", await new LambdaPrimitive<string, object>("object", (s, _) => new ValueTask<object>(s)).ExecuteAsync("a", Make.Context()));
        Assert.Equal("a", await new LambdaPrimitive<string, object>("plain", s => s).ExecuteAsync("a", Make.Context()));
    }

    [Fact]
    public async Task A_table_of_routes_or_cases_is_written_without_its_type()
    {
        var byRule = new RouterPrimitive<string, string>(new() { ["small"] = Small, ["large"] = Large }, (s, _) => s.Length < 3 ? "small" : "large");
        var inTurn = new RouterPrimitive<string, string>(new() { ["small"] = Small, ["large"] = Large }, new RoundRobinSelector<string>(["large"]));
        var cases = new SwitchPrimitive<string, int, string>((s, _) => s.Length, new() { [1] = Small, [2] = Large });
        Assert.Equal("small: a", await byRule.ExecuteAsync("a", Make.Context()));
        Assert.Equal("large: a", await inTurn.ExecuteAsync("a", Make.Context()));
        Assert.Equal("large: ab", await cases.ExecuteAsync("ab", Make.Context()));

        IReadOnlyDictionary<string, WorkflowPrimitive<string, string>> any = new Dictionary<string, WorkflowPrimitive<string, string>> { ["small"] = Small };
        Assert.Equal("small: a", await new RouterPrimitive<string, string>(any, (_, _) => "small").ExecuteAsync("a", Make.Context()));
    }

    [Fact]
    public void Every_exception_can_be_made_by_those_who_test_what_handles_it()
    {
        var cause = new InvalidOperationException("cause");
        Assert.Equal((TimeSpan.FromSeconds(3), cause), Values(new CircuitOpenException("guard", TimeSpan.FromSeconds(3), cause)));
        Assert.Equal([cause], new AllFallbacksFailedException("safe", [cause]).InnerExceptions);
        Assert.Equal([cause, cause], new SagaCompensationException("order", cause, [cause]).InnerExceptions);
        Assert.Equal("limit", new WorkflowTimeoutException("limit", TimeSpan.FromSeconds(1)).Primitive);
        Assert.Contains("a, b", new UnknownRouteException("router", "c", ["b", "a"]).Message, StringComparison.Ordinal);
        Assert.Equal(["empty"], new WorkflowValidationException("valid", ["empty"]).Violations);
        Assert.Equal("table", new PriceTableException("table").Message);

        Assert.All(
            typeof(WorkflowPrimitive).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Exception))),
            type => Assert.NotEmpty(type.GetConstructors()));

        static (TimeSpan?, Exception?) Values(CircuitOpenException exception) => (exception.RetryAfter, exception.InnerException);
    }
}
