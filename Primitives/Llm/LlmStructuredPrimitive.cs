using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Sends a text to a model and reads its answer as a <typeparamref name="TOut"/>.</summary>
/// <typeparam name="TOut">What the answer is read as.</typeparam>
public sealed class LlmStructuredPrimitive<TOut> : LlmStructuredPrimitive<string, TOut>
{
    /// <summary>Calls a model with each input as the user's message.</summary>
    /// <param name="client">Reaches the model.</param>
    /// <param name="options">Which model, and how.</param>
    /// <param name="json">How <typeparamref name="TOut"/> is written as JSON. Default: as Microsoft.Extensions.AI does.</param>
    /// <exception cref="ArgumentException">
    /// An argument is null, an option is missing or out of range, or <typeparamref name="TOut"/> is no JSON object.
    /// </exception>
    public LlmStructuredPrimitive(IChatClient client, LlmOptions options, JsonSerializerOptions? json = null)
        : base(client, (prompt, _) => [new ChatMessage(ChatRole.User, prompt)], options, json)
    {
    }
}
