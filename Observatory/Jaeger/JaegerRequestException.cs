namespace Observatory.Jaeger;

/// <summary>A request of the Jaeger API that can't be answered, with the status to answer.</summary>
internal sealed class JaegerRequestException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>A parameter is not usable.</summary>
    public static JaegerRequestException Parameter(string name, string why) => new(StatusCodes.Status400BadRequest, $"unable to parse param '{name}': {why}");
}
