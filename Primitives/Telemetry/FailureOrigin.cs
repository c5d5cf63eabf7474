using System.Runtime.CompilerServices;
using Causes = Tta.Primitives.TtaNames.Values.Cause;

namespace Tta.Primitives;

/// <summary>Where the exception that ends a workflow came from: the primitive that it left first, and why.</summary>
/// <param name="PrimitiveName">The step that failed.</param>
/// <param name="Cause">One of <see cref="TtaNames.Values.Cause"/>.</param>
public readonly record struct FailureOrigin(string PrimitiveName, string Cause)
{
    // An exception passes every primitive around the one that failed; the first to see it is kept, as long as the exception lives.
    private static readonly ConditionalWeakTable<Exception, WorkflowPrimitive> First = [];

    /// <summary>Where <paramref name="exception"/> came from; <c>unknown</c> when no primitive has seen it.</summary>
    /// <param name="exception">What ended the workflow.</param>
    /// <remarks>
    /// What another process reports says it itself (<see cref="IWorkflowFailure"/>). When every fallback failed, it is the last one's origin.
    /// </remarks>
    /// <exception cref="ArgumentNullException">No <paramref name="exception"/>.</exception>
    public static FailureOrigin Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is IWorkflowFailure failure)
        {
            return failure.Origin;
        }

        if (exception is AggregateException { InnerExceptions: [.., { } last] } && First.TryGetValue(last, out _))
        {
            return Of(last);
        }

        First.TryGetValue(exception, out WorkflowPrimitive? primitive);
        return new FailureOrigin(primitive?.Name ?? TtaNames.Values.Unknown, CauseOf(exception, primitive));
    }

    internal static void Seen(Exception exception, WorkflowPrimitive primitive) => First.TryAdd(exception, primitive);

    private static string CauseOf(Exception exception, WorkflowPrimitive? primitive) => exception switch
    {
        IFailureCause known => known.Cause,
        TimeoutException or OperationCanceledException => Causes.TimeLimit,
        _ when primitive?.Type == PrimitiveTypes.Llm => Causes.Model,
        HttpRequestException => Causes.Unreachable,
        _ => Causes.Error,
    };
}
