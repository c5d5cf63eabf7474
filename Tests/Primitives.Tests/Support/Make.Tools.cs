using Microsoft.Extensions.AI;

namespace Tta.Primitives.Tests.Support;

/// <content>Models that ask for tools.</content>
internal static partial class Make
{
    public static JsonPriceTable Prices { get; } = JsonPriceTable.Parse(
        """{"prices":[{"provider":"p","model":"m","prompt_per_million":1,"completion_per_million":2}]}""");

    /// <summary>A model that asks for tools, round by round, and then answers; each call takes 1000 and 500 tokens.</summary>
    public static RoundsChatClient Rounds(params ChatRound[] rounds) => new(rounds);

    /// <summary>The same with the client that calls the tools, and each model call seen inside.</summary>
    public static IChatClient CallsTools(params ChatRound[] rounds) => new FunctionInvokingChatClient(new LlmCallClient(Rounds(rounds)));

    public static AIFunction Tool(string name, Delegate does) => AIFunctionFactory.Create(does, name);

    public static LlmOptions WithTools(params AITool[] tools) => new()
    {
        Provider = "p",
        Model = "m",
        Prices = Prices,
        Chat = new ChatOptions { Tools = [.. tools] },
    };
}
