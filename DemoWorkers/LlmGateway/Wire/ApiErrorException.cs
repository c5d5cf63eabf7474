namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <summary>A request ends with an error of the OpenAI wire format.</summary>
internal sealed class ApiErrorException(int statusCode, ApiError error) : Exception(error.Message)
{
    public int StatusCode => statusCode;

    public ApiError Error => error;

    /// <summary>When to try again, if the answer should say so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ApiErrorException InvalidRequest(string message, string? parameter, string? code = null) =>
        new(StatusCodes.Status400BadRequest, new ApiError(message, "invalid_request_error", parameter, code));
}
