using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>A tool that a model may call; each call has a span and a duration. What it throws the client tells the model.</summary>
internal sealed class LlmTool(AIFunction function, LlmScope scope) : DelegatingAIFunction(function)
{
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        string? id = scope.CallIdOf(Name, arguments);
        Span span = scope.Telemetry.StartTool(this, id, arguments, scope.Context);
        object? result;
        try
        {
            result = await base.InvokeCoreAsync(arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LlmTelemetry.EndTool(span, Name, Outcome.Of(exception, cancellationToken), scope.Context);
            span.Fail(exception, cancellationToken);
            throw;
        }

        LlmTelemetry.EndTool(span, Name, TtaNames.Values.Status.Success, scope.Context);
        LlmContent.AddToolResult(span, result);
        span.Succeed();
        return result;
    }
}
