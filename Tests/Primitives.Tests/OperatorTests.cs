using Tta.Primitives;

namespace Primitives.Tests;

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
}
