namespace Tta.Primitives;

/// <summary>No runner of a race had a good answer; the inner exceptions are those of the runners that failed, in the order in which they did.</summary>
public sealed class RaceLostException : AggregateException
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="primitive">The race's name.</param>
    /// <param name="refused">How many runners had an answer that was not good.</param>
    /// <param name="failures">What the others failed with.</param>
    public RaceLostException(string primitive, int refused, IReadOnlyCollection<Exception> failures)
        : base($"'{primitive}': no runner had a good answer; {failures?.Count} failed, {refused} had one that was not good.", failures ?? []) =>
        Refused = refused;

    /// <summary>How many runners had an answer that was not good.</summary>
    public int Refused { get; }
}
