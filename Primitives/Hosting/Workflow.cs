namespace Tta.Primitives;

/// <summary>A primitive registered under a name as a whole workflow.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
public sealed class Workflow<TIn, TOut>
{
    internal Workflow(string name, WorkflowPrimitive<TIn, TOut> primitive, WorkflowExecutionOptions options)
    {
        Name = name;
        Primitive = primitive;
        Options = options;
    }

    /// <summary>The name it was registered under.</summary>
    public string Name { get; }

    /// <summary>What it runs; execute it directly where another process has opened the execution.</summary>
    public WorkflowPrimitive<TIn, TOut> Primitive { get; }

    /// <summary>How its executions show.</summary>
    internal WorkflowExecutionOptions Options { get; }

    /// <summary>Runs the workflow inside a <see cref="WorkflowExecution"/> of its own.</summary>
    /// <param name="input">What to work on.</param>
    /// <param name="context">The execution's context. Default: a new one with the workflow's name.</param>
    /// <param name="cancellationToken">Cancels the execution.</param>
    /// <returns>The result.</returns>
    public Task<TOut> RunAsync(TIn input, WorkflowContext? context = null, CancellationToken cancellationToken = default) =>
        WorkflowExecution.RunAsync(
            context ?? new WorkflowContext(Name),
            (execution, stop) => Primitive.ExecuteAsync(input, execution, stop),
            Options,
            cancellationToken);
}
