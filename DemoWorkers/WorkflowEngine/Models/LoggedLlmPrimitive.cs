using Microsoft.Extensions.AI;
using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Models;

/// <summary>A model call that also enters the execution's <see cref="ModelUsageLog"/>.</summary>
internal sealed class LoggedLlmPrimitive(IChatClient client, LlmOptions options)
    : LlmPrimitive<string>(client, (prompt, _) => [new ChatMessage(ChatRole.User, prompt)], options)
{
    private readonly string _provider = options.Provider;
    private readonly string _model = options.Model;

    protected override async ValueTask<LlmResponse> ExecuteCoreAsync(
        string input, WorkflowContext context, CancellationToken cancellationToken)
    {
        var response = await base.ExecuteCoreAsync(input, context, cancellationToken);

        // Under the model asked for, like the library's metrics: providers answer with dated variants of its name.
        ModelUsageLog.Of(context)?.Add(_provider, _model, response);
        return response;
    }
}
