using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Models;

/// <summary>A model call failed. The message names provider, model and cause, never the prompt.</summary>
internal sealed class ModelCallException(string message, int? statusCode, TimeSpan? retryAfter) : Exception(message), IRetryAfter
{
    /// <summary>The HTTP status, or null when no answer came.</summary>
    public int? StatusCode => statusCode;

    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>Whether the same call may succeed later: no answer, a server's failure or a rate limit.</summary>
    public bool IsTransient => statusCode is null or 408 or 429 or >= 500;
}
