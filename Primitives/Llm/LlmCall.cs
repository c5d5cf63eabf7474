using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>What asking a model takes, and what its answer took, whether it comes at once or in chunks.</summary>
internal sealed class LlmCall<TIn>(Func<TIn, WorkflowContext, IEnumerable<ChatMessage>> messages, LlmOptions options)
{
    public List<ChatMessage> Messages(TIn input, WorkflowContext context)
    {
        List<ChatMessage> all = [.. messages(input, context)];
        if (options.Instructions is { } instructions)
        {
            all.Insert(0, new ChatMessage(ChatRole.System, instructions));
        }

        return all;
    }

    public ChatOptions ChatOptions() => new()
    {
        ModelId = options.Model,
        Temperature = (float?)options.Temperature,
        MaxOutputTokens = options.MaxOutputTokens,
    };
}
