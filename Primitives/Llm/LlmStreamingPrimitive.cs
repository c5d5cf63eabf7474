using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Sends a text to a model and hands its answer on in chunks, as they come.</summary>
public sealed class LlmStreamingPrimitive : LlmStreamingPrimitive<string>
{
    /// <summary>Calls a model with each input as the user's message.</summary>
    /// <param name="client">Reaches the model.</param>
    /// <param name="options">Which model, and how.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is missing or out of range.</exception>
    public LlmStreamingPrimitive(IChatClient client, LlmOptions options)
        : base(client, (prompt, _) => [new ChatMessage(ChatRole.User, prompt)], options)
    {
    }
}
