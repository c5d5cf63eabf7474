using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Runs workflows that stream.</summary>
public static class WorkflowStreamExtensions
{
    /// <summary>
    /// Runs a workflow inside a <see cref="WorkflowExecution"/> of its own that ends when its stream does; <c>RunAsync</c> would end it
    /// when the stream begins.
    /// </summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <param name="workflow">The workflow.</param>
    /// <param name="input">What to work on.</param>
    /// <param name="context">The execution's context. Default: a new one with the workflow's name.</param>
    /// <param name="cancellationToken">Cancels the execution.</param>
    /// <returns>The chunks. The execution begins with the first read; a reader that stops early has cancelled it.</returns>
    /// <exception cref="ArgumentNullException">No <paramref name="workflow"/>.</exception>
    public static IAsyncEnumerable<ChatResponseUpdate> StreamAsync<TIn>(
        this Workflow<TIn, LlmStream> workflow, TIn input, WorkflowContext? context = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return WorkflowExecution.StreamAsync(
            context ?? new WorkflowContext(workflow.Name),
            (execution, stop) => workflow.Primitive.ExecuteAsync(input, execution, stop),
            workflow.Options,
            cancellationToken);
    }
}
