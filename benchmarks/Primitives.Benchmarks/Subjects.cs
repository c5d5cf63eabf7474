using Tta.Primitives;

namespace Primitives.Benchmarks;

/// <summary>What both benchmarks run.</summary>
internal static class Subjects
{
    public static readonly Func<int, int> Function = i => i + 1;

    public static readonly LambdaPrimitive<int, int> Lambda = new("lambda", Function);

    public static readonly SequentialPrimitive<int, int> Sequential = Lambda >> Lambda >> Lambda;

    public static readonly ParallelPrimitive<int, int> Parallel = Lambda | Lambda | Lambda;

    public static readonly RouterPrimitive<int, int> Router = new(
        new Dictionary<string, WorkflowPrimitive<int, int>> { ["a"] = Lambda, ["b"] = Lambda }, (_, _) => "a");

    public static readonly RetryPrimitive<int, int> Retry = new(Lambda);

    public static readonly LlmStreamingPrimitive Stream = new(new ThousandChunks(), new LlmOptions { Provider = "p", Model = "m" });

    public static readonly CachePrimitive<int, int> Cache = new(Lambda, (_, _) => "key");
}
