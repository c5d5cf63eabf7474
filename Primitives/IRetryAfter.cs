namespace Tta.Primitives;

/// <summary>Implemented by exceptions that say how long to wait before trying again, such as one made of an HTTP 429.</summary>
public interface IRetryAfter
{
    /// <summary>How long to wait, or null when it was not said.</summary>
    TimeSpan? RetryAfter { get; }
}
