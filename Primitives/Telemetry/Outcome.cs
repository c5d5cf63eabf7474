using System.Runtime.CompilerServices;

namespace Tta.Primitives;

/// <summary>How an execution that threw is counted.</summary>
/// <remarks>
/// Who cancelled is decided by tokens, never by an exception's type: a callee may well turn a cancellation into an exception of its own,
/// and a library's own time-out may be dressed as a cancellation.
/// </remarks>
internal static class Outcome
{
    private static readonly ConditionalWeakTable<Exception, object> CameFirst = [];

    /// <summary>The status of an execution that <paramref name="exception"/> leaves.</summary>
    public static string Of(Exception exception, CancellationToken cancellationToken) =>
        IsCancellation(exception, cancellationToken) ? TtaNames.Values.Status.Cancelled : TtaNames.Values.Status.Failed;

    /// <summary>Whether <paramref name="exception"/> comes of the token's cancellation.</summary>
    public static bool IsCancellation(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && !CameFirst.TryGetValue(exception, out _);

    /// <summary>
    /// Whether <paramref name="exception"/> tells nothing of what was called: its caller left. What a limit cut off does tell something.
    /// </summary>
    public static bool IsAbandoned(Exception exception, CancellationToken cancellationToken) =>
        IsCancellation(exception, cancellationToken) && !CutOffs.Contains(cancellationToken);

    /// <summary>
    /// Remembers that a failure was there before the cancellation, for those who see both: what surfaces late is a failure all the same.
    /// </summary>
    public static void KeepAsFailure(Exception exception, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            CameFirst.AddOrUpdate(exception, CameFirst);
        }
    }

    /// <summary>The value of <c>error.type</c>.</summary>
    public static string TypeOf(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;
}
