using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>
/// Options that lead from a model call inside a client to the primitive that it is made for. A client that streams runs in its reader's
/// flow, where nothing ambient would.
/// </summary>
internal sealed class ScopedChatOptions(ChatOptions? options, LlmScope scope) : ChatOptions(options)
{
    public LlmScope Scope { get; } = scope;

    public override ChatOptions Clone() => new ScopedChatOptions(this, Scope);
}
