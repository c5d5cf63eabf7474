using Microsoft.Extensions.AI;
using Tta.Primitives.Testing;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests.Cookbook;

/// <summary>The snippets of docs/cookbook.md. What stands between the markers is shown there; each is run by <see cref="CookbookTests"/>.</summary>
internal static partial class Recipes
{
    private static readonly IChatClient Client = ScriptedChatClient.Answering("Because of Rayleigh scattering.");

    private static readonly LambdaPrimitive<string, string> Cheap = new("cheap_model", s => $"cheap: {s}");

    private static readonly LambdaPrimitive<string, string> Good = new("good_model", s => $"good: {s}");

    private static LambdaPrimitive<string, string> Flaky()
    {
        int calls = 0;
        return new("model", s => ++calls == 1 ? throw new InvalidOperationException("busy") : s);
    }

    public static async Task Lambda(WorkflowContext context)
    {
        // <recipe> Lambda: any delegate, sync, async or cancellable.
        var trim = new LambdaPrimitive<string, string>("trim", text => text.Trim());
        string text = await trim.ExecuteAsync("  hello ", context);
        // </recipe>
        Assert.Equal("hello", text);
    }

    public static async Task Sequential(WorkflowContext context)
    {
        // <recipe> Sequential: each step takes the result of the one before.
        var words = new LambdaPrimitive<string, string[]>("words", text => text.Split(' '));
        var count = new LambdaPrimitive<string[], int>("count", list => list.Length);
        int number = await (words >> count).ExecuteAsync("one two three", context);
        // </recipe>
        Assert.Equal(3, number);
    }

    public static async Task Parallel(WorkflowContext context)
    {
        // <recipe> Parallel: branches side by side, each with its own copy of the state, results in their order; the first failure cancels the others.
        string[] both = await (Cheap | Good).ExecuteAsync("hi", context);
        // </recipe>
        Assert.Equal("cheap: hi", both[0]);
    }

    public static async Task ForEach(WorkflowContext context)
    {
        WorkflowPrimitive<string, string> summarise = new LambdaPrimitive<string, string>("summarise", text => text[..3]);
        // <recipe> For each: some items at once, results in the order of the items; what to do about items that fail is an option.
        var split = new LambdaPrimitive<string, string[]>("split", text => text.Split(", "));
        var each = new ForEachPrimitive<string, string>(
            summarise, new ForEachOptions { Name = "chapters", MaxConcurrency = 2, OnFailure = ItemFailures.Skip });
        string[] summaries = await (split >> each).ExecuteAsync("first chapter, second chapter", context);
        // </recipe>
        Assert.Equal(["fir", "sec"], summaries);
    }

    public static async Task Race(WorkflowContext context)
    {
        var slow = new LambdaPrimitive<string, string>("thorough", async (text, stop) =>
        {
            await Task.Delay(-1, stop);
            return text;
        });
        var quick = new LambdaPrimitive<string, string>("quick", async text =>
        {
            await Task.Yield();
            return text.ToUpperInvariant();
        });
        // <recipe> Race: the first good answer; with a delay the second one begins only when the first takes long (a hedge). Losers are cancelled.
        var race = new RacePrimitive<string, string>(
            [slow, quick],
            new RaceOptions { Name = "hedged", HedgeDelay = TimeSpan.FromMilliseconds(1) },
            isGood: text => text.Length > 0);
        string answer = await race.ExecuteAsync("hi", context);
        // </recipe>
        Assert.Equal("HI", answer);
    }

    public static async Task Loop(WorkflowContext context)
    {
        // <recipe> Loop: until a result is good; when it is not after so many passes, that is an error.
        var improve = new LambdaPrimitive<string, string>("improve", draft => draft + "!");
        var loop = new LoopPrimitive<string>(improve, (draft, _) => draft.EndsWith("!!", StringComparison.Ordinal), new LoopOptions { MaxPasses = 3 });
        string text = await loop.ExecuteAsync("Hello", context);
        // </recipe>
        Assert.Equal("Hello!!", text);
    }

    public static async Task Conditional(WorkflowContext context)
    {
        // <recipe> Conditional: only the chosen branch runs; without an else the input is returned unchanged.
        var shorten = new LambdaPrimitive<string, string>("shorten", text => text[..10]);
        var fit = new ConditionalPrimitive<string, string>((text, _) => text.Length > 10, shorten);
        string fitted = await fit.ExecuteAsync("a rather long text", context);
        // </recipe>
        Assert.Equal("a rather l", fitted);
    }

    public static async Task Switch(WorkflowContext context)
    {
        // <recipe> Switch: one case by value.
        var byLanguage = new SwitchPrimitive<string, string, string>(
            (text, _) => text.StartsWith("SELECT", StringComparison.Ordinal) ? "sql" : "prose",
            new() { ["sql"] = Good, ["prose"] = Cheap });
        string answer = await byLanguage.ExecuteAsync("SELECT 1", context);
        // </recipe>
        Assert.Equal("good: SELECT 1", answer);
    }

    public static async Task Router(WorkflowContext context)
    {
        // <recipe> Router: a named route by a rule or a strategy (cost, latency, complexity, round robin).
        var route = new RouterPrimitive<string, string>(
            new() { ["cheap"] = Cheap, ["good"] = Good },
            new ComplexitySelector<string>(text => text.Length, [(20, "cheap")], above: "good"),
            new RouterOptions { Name = "by_complexity", DefaultRoute = "cheap" });
        string answer = await route.ExecuteAsync("short", context);
        // </recipe>
        Assert.Equal("cheap: short", answer);
    }

    public static async Task Retry(WorkflowContext context)
    {
        LambdaPrimitive<string, string> model = Flaky();
        // <recipe> Retry: growing waits with jitter, at least as long as a Retry-After says; what HTTP answers with 400, 401 or 403 is not tried again.
        var steady = new RetryPrimitive<string, string>(model, new RetryOptions { MaxRetries = 3, BaseDelay = TimeSpan.FromMilliseconds(1) });
        string answer = await steady.ExecuteAsync("hi", context);
        // </recipe>
        Assert.Equal("hi", answer);
    }

    public static async Task Fallback(WorkflowContext context)
    {
        var broken = new LambdaPrimitive<string, string>("broken", string (string _) => throw new InvalidOperationException("down"));
        // <recipe> Fallback: the next choice on the same input; when all fail, one exception holds every failure.
        var safe = new FallbackPrimitive<string, string>(broken, [Good, Cheap]);
        string answer = await safe.ExecuteAsync("hi", context);
        // </recipe>
        Assert.Equal("good: hi", answer);
    }

    public static async Task Timeout(WorkflowContext context)
    {
        // <recipe> Timeout: cancels what takes too long, which then counts as a failure; the context's deadline shortens the limit.
        var patient = new TimeoutPrimitive<string, string>(Good, new TimeoutOptions { Limit = TimeSpan.FromSeconds(20) }, fallback: Cheap);
        string answer = await patient.ExecuteAsync("hi", context);
        // </recipe>
        Assert.Equal("good: hi", answer);
    }

    public static async Task CircuitBreaker(WorkflowContext context)
    {
        // <recipe> Circuit breaker: five failures in a row open it for 30 s, then one probe decides.
        var guarded = new CircuitBreakerPrimitive<string, string>(Good);
        guarded.StateChanged += (_, change) => Console.WriteLine($"{change.From} -> {change.To}");
        string answer = await guarded.ExecuteAsync("hi", context);
        // </recipe>
        Assert.Equal("good: hi", answer);
    }

    public static async Task Saga(WorkflowContext context)
    {
        string undone = "";
        // <recipe> Saga: finished steps are undone in reverse when a later one fails, also past the deadline.
        var reserve = new LambdaPrimitive<string, string>("reserve", order => order + "+reserved");
        var release = new LambdaPrimitive<string, string>("release", order => undone = order);
        var charge = new LambdaPrimitive<string, string>("charge", _ => throw new InvalidOperationException("card refused"));
        var order = new SagaPrimitive<string>([new(reserve, release), new(charge)]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => order.ExecuteAsync("order 7", context).AsTask());
        // </recipe>
        Assert.Equal("order 7", undone);
    }

    public static async Task Cache(WorkflowContext context)
    {
        // <recipe> Cache: strict LRU and time to live, one execution per key at a time, an optional second level such as Redis.
        var cached = new CachePrimitive<string, string>(Good, (text, _) => text, new CacheOptions<string> { TimeToLive = TimeSpan.FromMinutes(10) });
        await cached.ExecuteAsync("hi", context);
        string again = await cached.ExecuteAsync("hi", context);
        // </recipe>
        Assert.Equal("good: hi", again);
    }

    public static async Task Validation(WorkflowContext context)
    {
        // <recipe> Validation: passes the value on, or fails with every violation.
        var valid = new ValidationPrimitive<string>(
        [
            new("not_empty", text => text.Length > 0, "The prompt is empty."),
            new("short", text => text.Length < 1000, "The prompt is too long."),
        ]);
        string prompt = await valid.ExecuteAsync("hi", context);
        // </recipe>
        Assert.Equal("hi", prompt);
    }

    public static async Task Llm(WorkflowContext context)
    {
        // <recipe> Llm: any IChatClient; tokens and exact cost come with the answer and add up in context.Usage.
        var prices = JsonPriceTable.Parse(
            """{"prices":[{"provider":"openai","model":"gpt-small","prompt_per_million":0.15,"completion_per_million":0.60}]}""");
        var model = new LlmPrimitive(Client, new LlmOptions { Provider = "openai", Model = "gpt-small", Prices = prices });
        LlmResponse response = await model.ExecuteAsync("Why is the sky blue?", context);
        Console.WriteLine($"{response.Text} ({response.CostUsd} USD, so far {context.Usage.Snapshot().CostUsd})");
        // </recipe>
        Assert.Equal(0.00045m, response.CostUsd);
    }

    public static async Task Streaming(WorkflowContext context)
    {
        var client = new StreamingChatClient(new ManualTime());
        // <recipe> Streaming: the answer in chunks as they come; what is around it works until the first one, tokens and cost are there at the end.
        var model = new LlmStreamingPrimitive(client, new LlmOptions { Provider = "openai", Model = "gpt-small", MaxChunkGap = TimeSpan.FromSeconds(10) });
        var steady = new RetryPrimitive<string, LlmStream>(new TimeoutPrimitive<string, LlmStream>(model));
        LlmStream stream = await steady.ExecuteAsync("Why is the sky blue?", context);
        await foreach (ChatResponseUpdate chunk in stream)
        {
            Console.Write(chunk.Text);
        }

        Console.WriteLine($" ({stream.Response?.CompletionTokens} tokens)");
        // </recipe>
        Assert.Equal(500, stream.Response?.CompletionTokens);
    }

    public static async Task StreamingExecution(WorkflowContext context)
    {
        var model = new LlmStreamingPrimitive(new StreamingChatClient(new ManualTime()), new LlmOptions { Provider = "openai", Model = "gpt-small" });
        string text = "";
        // <recipe> A workflow that streams: its execution ends with the stream, or when its reader stops.
        await foreach (ChatResponseUpdate chunk in WorkflowExecution.StreamAsync(
            context.CreateChild("chat"), (execution, stop) => model.ExecuteAsync("Why is the sky blue?", execution, stop)))
        {
            text += chunk.Text;
        }

        // </recipe>
        Assert.Equal("one two three", text);
    }

    public static async Task Memory(WorkflowContext context)
    {
        // <recipe> Memory: keys and values per session, searchable.
        var memory = new MemoryPrimitive();
        await memory.ExecuteAsync(new MemoryRequest.Store("name", "Ada"), context);
        IReadOnlyList<MemoryEntry> found = await memory.ExecuteAsync(new MemoryRequest.Search("ada"), context);
        // </recipe>
        Assert.Equal("name", Assert.Single(found).Key);
    }

    public static async Task Adaptive(WorkflowContext context)
    {
        // <recipe> Adaptive: a retry, time limit, fallback or cache that learns from its own outcomes and can explain itself.
        var learns = new AdaptiveRetryPrimitive<string, string>(Good, new RetryOptions { MaxRetries = 1 });
        string answer = await learns.ExecuteAsync("hi", context);
        foreach (LearningSummary summary in learns.GetLearningSummary())
        {
            Console.WriteLine($"{summary.Context}: {summary.Current}, {summary.Baseline.SuccessRate:P0}");
        }

        // </recipe>
        Assert.Equal("good: hi", answer);
    }

    public static async Task Mock(WorkflowContext context)
    {
        // <recipe> Mock: stands in for a primitive in your tests.
        var model = new MockPrimitive<string, string>("model").Throws(new TimeoutException()).Returns("hello");
        var safe = new RetryPrimitive<string, string>(model, new RetryOptions { BaseDelay = TimeSpan.Zero });
        string answer = await safe.ExecuteAsync("hi", context);
        // </recipe>
        Assert.Equal(2, model.Calls.Count);
        Assert.Equal("hello", answer);
    }
}
