namespace Tta.Primitives;

/// <summary>How an execution that threw is counted.</summary>
internal static class Outcome
{
    /// <summary>The status of an execution that <paramref name="exception"/> leaves.</summary>
    /// <remarks>Only what the caller cancelled is cancelled; a library's own time-out dressed as a cancellation is a failure.</remarks>
    public static string Of(Exception exception, CancellationToken cancellationToken) =>
        IsCancellation(exception, cancellationToken) ? TtaNames.Values.Status.Cancelled : TtaNames.Values.Status.Failed;

    /// <summary>Whether the caller cancelled.</summary>
    public static bool IsCancellation(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    /// <summary>The value of <c>error.type</c>.</summary>
    public static string TypeOf(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;
}
