namespace Tta.Primitives.Tests;

public sealed class OperatorTests
{
    private static readonly LambdaPrimitive<string, int> Parse = new("parse", s => int.Parse(s, null));
    private static readonly LambdaPrimitive<int, int> Twice = new("twice", i => i * 2);
    private static readonly LambdaPrimitive<int, int> Next = new("next", i => i + 1);
    private static readonly LambdaPrimitive<int[], string> Join = new("join", xs => string.Join(",", xs));

    [Fact]
    public async Task Operators_compose_typed_and_flattened()
    {
        SequentialPrimitive<string, string> workflow = Parse >> (Twice | Next | Twice) >> Join;

        Assert.Equal("10,6,10", await workflow.ExecuteAsync("5", new WorkflowContext("w")));
        Assert.Equal(["parse", "parallel", "join"], workflow.Steps.Select(s => s.Name));
        Assert.Equal(["twice", "next", "twice"], Assert.IsType<ParallelPrimitive<int, int>>(workflow.Steps[1]).Branches.Select(s => s.Name));
    }

    // P6
    [Fact]
    public async Task However_it_is_bracketed_a_parallel_is_flat()
    {
        LambdaPrimitive<int, int> a = new("a", i => i), b = new("b", i => i + 1), c = new("c", i => i + 2), d = new("d", i => i + 3);
        foreach (ParallelPrimitive<int, int> parallel in (ParallelPrimitive<int, int>[])[a | b | c | d, (a | b) | (c | d), a | (b | (c | d)), a | (b | c) | d])
        {
            Assert.Equal(["a", "b", "c", "d"], parallel.Branches.Select(branch => branch.Name));
            Assert.Equal((int[])[5, 6, 7, 8], await parallel.ExecuteAsync(5, new WorkflowContext("w")));
        }
    }

    // P4
    [Fact]
    public void A_parallel_with_a_name_or_a_limit_of_its_own_takes_no_further_branch()
    {
        ParallelPrimitive<int, int> named = (Twice | Next).Named("both");
        var limited = new ParallelPrimitive<int, int>([Twice, Next], new ParallelPrimitiveOptions { MaxConcurrency = 1 });
        foreach (ParallelPrimitive<int, int> own in (ParallelPrimitive<int, int>[])[named, limited])
        {
            Func<object>[] ways = [() => own | Next, () => Next | own, () => own | (Twice | Next), () => (Twice | Next) | own];
            Assert.All(ways, way => Assert.Contains("name or a limit", Assert.Throws<ArgumentException>(way).Message, StringComparison.Ordinal));
        }

        Assert.Equal("both", ((Twice | Next) | Next).Named("both").Name);
    }

    [Fact]
    public async Task A_named_parallel_is_one_branch_among_those_that_return_the_same()
    {
        ParallelPrimitive<int, int> named = (Twice | Next).Named("both");
        var other = new LambdaPrimitive<int, int[]>("other", i => [i]);
        ParallelPrimitive<int, int[]> nested = new([named, other]);
        Assert.Equal((int[][])[[10, 6], [5]], await nested.ExecuteAsync(5, new WorkflowContext("w")));
    }
}
