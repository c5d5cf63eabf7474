using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Mcp.Support;

/// <summary>
/// Runs of four workflows on one day, so few that every figure can be worked out by hand. Times are after <see cref="TestSpan.Epoch"/>,
/// 2026-03-01 12:00 UTC.
/// </summary>
internal static class WorkflowRuns
{
    /// <summary>US dollars per million tokens: small 1 and 5, big 10 and 50.</summary>
    public const string Prices = """
        {"currency":"USD","date":"2026-03-01","prices":[
          {"provider":"openai","model":"small","prompt_per_million":1,"completion_per_million":5},
          {"provider":"acme","model":"big","prompt_per_million":10,"completion_per_million":50}]}
        """;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Milli = TimeSpan.FromMilliseconds(1);

    /// <summary>The trace of a translation that began so many minutes after 12:00.</summary>
    public static UInt128 Translation(int minute) => 0x1000u + (uint)minute;

    /// <summary>The trace of an order.</summary>
    public static UInt128 Order(int minute) => 0x2000u + (uint)minute;

    /// <summary>The trace of a digest.</summary>
    public static UInt128 Digest(int minute) => 0x3000u + (uint)minute;

    /// <summary>The trace of an agent's run.</summary>
    public static UInt128 Agent(int minute) => 0x4000u + (uint)minute;

    /// <summary>All of them.</summary>
    public static IEnumerable<TestSpan> All() =>
    [
        // One a minute from 12:00 to 12:09, 300 ms each; at 12:10 the model takes two seconds.
        .. Enumerable.Range(0, 11).SelectMany(m => Translate(m, model: m == 10 ? 2000 : 200, input: 1000)),
        // Since 12:20 every call takes 600 ms and twice the tokens.
        .. Enumerable.Range(20, 5).SelectMany(m => Translate(m, model: 600, input: 2000)),
        // Eight orders; the last two find no stock.
        .. Enumerable.Range(1, 8).SelectMany(n => Fulfil(2 * n, fails: n > 6)),
        // Six digests: four meet the provider's limit, one a feed that does not answer.
        .. Enumerable.Range(1, 6).SelectMany(n => Summarise(3 * n, n <= 4 ? "RateLimited" : n == 5 ? "TimeoutException" : null)),
        // An agent of another framework, whose model has no price.
        .. Ask(5),
    ];

    /// <summary>A workflow's root.</summary>
    public static TestSpan Root(UInt128 trace, int minute, string workflow, double milliseconds, (string Type, string Words)? failure = null) => new()
    {
        Trace = trace,
        Id = 1,
        Service = "orchestrator",
        Name = "workflow.execute",
        Scope = "Tta.Primitives",
        Start = TimeSpan.FromMinutes(minute),
        Duration = milliseconds * Milli,
        Status = failure is null ? 0 : 2,
        StatusMessage = failure?.Words,
        Attributes =
        [
            ("workflow.id", $"{trace:x}"), ("correlation.id", "c"), ("workflow.name", workflow), ("session.id", "session-1"),
            .. failure is { } why ? ((string, object)[])[("error.type", why.Type)] : [],
        ],
    };

    /// <summary>A step of a workflow.</summary>
    public static TestSpan Step(
        TestSpan root, ulong id, ulong parent, string name, double after, double milliseconds, string? error = null, params (string Key, object Value)[] more) => root with
        {
            Id = id,
            Parent = parent,
            Service = "engine",
            Name = $"primitive.lambda.execute",
            Start = root.Start + (after * Milli),
            Duration = milliseconds * Milli,
            Status = error is null ? 0 : 2,
            StatusMessage = error is null ? null : $"{name}: {error}",
            Attributes =
        [
            ("primitive.type", "lambda"), ("primitive.action", "execute"), ("primitive.name", name), ("workflow.name", "any"), .. more,
            .. error is null ? [] : ((string, object)[])[("error.type", error)],
        ],
        };

    /// <summary>A call to a model.</summary>
    public static TestSpan Call(
        TestSpan root, ulong id, ulong parent, string provider, string model, double after, double milliseconds, int input, int output, string? error = null) => root with
        {
            Id = id,
            Parent = parent,
            Service = "gateway",
            Name = $"llm.{provider}.generate",
            Kind = 3,
            Start = root.Start + (after * Milli),
            Duration = milliseconds * Milli,
            Status = error is null ? 0 : 2,
            StatusMessage = error,
            Attributes =
        [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", provider), ("gen_ai.request.model", model),
            .. error is null
                ? ((string, object)[])[("gen_ai.response.model", model), ("gen_ai.usage.input_tokens", input), ("gen_ai.usage.output_tokens", output), ("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"my secret\"}]")]
                : [("error.type", error)],
        ],
        };

    private static IEnumerable<TestSpan> Translate(int minute, double model, int input)
    {
        var root = Root(Translation(minute), minute, "translation", 100 + model);
        return
        [
            root, Step(root, 2, 1, "detect_language", 10, 40), Step(root, 3, 1, "translate", 60, model + 20),
            Call(root, 4, 3, "acme", "big", 70, model, input, 100),
        ];
    }

    private static IEnumerable<TestSpan> Fulfil(int minute, bool fails)
    {
        var root = Root(Order(minute), minute, "order_fulfilment", 500, fails ? ("OutOfStock", "no stock of 4711") : null);
        return
        [
            root, Step(root, 2, 1, "classify", 10, 90), Call(root, 3, 2, "openai", "small", 20, 70, 2000, 200),
            Step(root, 4, 1, "reserve_stock", 110, 200, fails ? "OutOfStock" : null),
            .. fails ? [] : (TestSpan[])[Step(root, 5, 1, "confirm", 320, 150), Call(root, 6, 5, "acme", "big", 330, 120, 400, 40)],
        ];
    }

    private static IEnumerable<TestSpan> Summarise(int minute, string? error)
    {
        var isFeed = error == "TimeoutException";
        var root = Root(Digest(minute), minute, "news_digest", isFeed ? 5000 : 800, error is null ? null : (error, $"{error} in the digest"));
        return
        [
            root, Step(root, 2, 1, "fetch_feeds", 10, isFeed ? 4900 : 200, isFeed ? error : null),
            .. isFeed ? [] : (TestSpan[])[Step(root, 3, 1, "summarise", 300, 400, error), Call(root, 4, 3, "openai", "small", 310, 380, 1000, 100, error)],
        ];
    }

    private static IEnumerable<TestSpan> Ask(int minute)
    {
        var agent = new TestSpan
        {
            Trace = Agent(minute),
            Id = 1,
            Service = "weather",
            Name = "invoke_agent researcher",
            Start = TimeSpan.FromMinutes(minute),
            Duration = Second,
            Attributes = [("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "researcher")],
        };
        return [agent, Call(agent, 2, 1, "local", "homemade", 100, 800, 300, 30)];
    }
}
