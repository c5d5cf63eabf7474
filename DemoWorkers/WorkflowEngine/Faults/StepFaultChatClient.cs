using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Tta.DemoWorkers.WorkflowEngine.Models;

namespace Tta.DemoWorkers.WorkflowEngine.Faults;

/// <summary>The model's client of one step, with the step's faults before it.</summary>
internal sealed class StepFaultChatClient(IChatClient inner, string step, StepFaults faults) : DelegatingChatClient(inner)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await MeetAsync(cancellationToken);
        return await base.GetResponseAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await MeetAsync(cancellationToken);
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            yield return update;
        }
    }

    private async Task MeetAsync(CancellationToken cancellationToken)
    {
        await faults.DelayAsync(step, cancellationToken);
        if (faults.Fails(step))
        {
            throw new ModelCallException($"The step {step} has a fault, which PUT /faults/{step} gave it.", StatusCodes.Status503ServiceUnavailable, null);
        }
    }
}
