using Microsoft.Extensions.AI;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests.Cookbook;

/// <content>What agents of today make of models: tools, and answers that a program can use.</content>
internal static partial class Recipes
{
    public static async Task Tools(WorkflowContext context)
    {
        IChatClient client = Make.Rounds(new ChatRound(("weather", "Oslo")) { Named = "city" });
        // <recipe> Tools: Microsoft.Extensions.AI calls them; an LlmCallClient inside lets every model call count by itself.
        AIFunction weather = AIFunctionFactory.Create((string city) => $"Rain in {city}", "weather");
        var model = new LlmPrimitive(
            new FunctionInvokingChatClient(new LlmCallClient(client)),
            new LlmOptions { Provider = "openai", Model = "gpt-small", Chat = new ChatOptions { Tools = [weather] } });
        LlmResponse response = await model.ExecuteAsync("Do I need an umbrella in Oslo?", context);
        Console.WriteLine($"{response.Text} ({response.PromptTokens} tokens in {context.Usage.Snapshot().Calls} calls)");
        // </recipe>
        Assert.Equal((2, 2000), (context.Usage.Snapshot().Calls, response.PromptTokens));
    }

    public static async Task Structured(WorkflowContext context)
    {
        int calls = 0;
        var client = new ScriptedChatClient((_, _) =>
            new ChatResponse(new ChatMessage(ChatRole.Assistant, ++calls == 1 ? "Quite good!" : """{"verdict":"good","score":8}""")));
        // <recipe> Structured answers: the type's schema goes to the model; what does not fit is asked for again, with what is wrong with it.
        var review = new LlmStructuredPrimitive<Review>(client, new LlmOptions { Provider = "openai", Model = "gpt-small", MaxRepairs = 2 });
        var passes = new LambdaPrimitive<Review, bool>("passes", found => found.Score >= 7);
        bool good = await (review >> passes).ExecuteAsync("Review: the sky is blue because …", context);
        // </recipe>
        Assert.True(good);
        Assert.Equal(2, calls);
    }

    public static async Task Budget(WorkflowContext context)
    {
        var good = new LlmPrimitive(ScriptedChatClient.Answering("a long answer"), Make.WithTools());
        var cheap = new LambdaPrimitive<string, LlmResponse>("cheap", _ => new LlmResponse("short", "p", "s", 1, 1, 0m, "stop"));
        // <recipe> Budget: tokens, dollars, calls or time, for each execution, workflow or key; once it is spent, something cheaper or an error.
        var guarded = new BudgetPrimitive<string, LlmResponse>(
            good,
            new BudgetOptions { Name = "per_tenant", MaxCostUsd = 0.001m, Scope = BudgetScope.Key, Window = TimeSpan.FromHours(1) },
            cheaper: cheap,
            key: (_, execution) => execution.Baggage.GetValueOrDefault("tenant", "none"));
        LlmResponse first = await guarded.ExecuteAsync("Why is the sky blue?", context);
        LlmResponse second = await guarded.ExecuteAsync("And at dusk?", context);
        // </recipe>
        Assert.Equal(("a long answer", "short"), (first.Text, second.Text));
    }

    private sealed record Review(string Verdict, int Score);
}
