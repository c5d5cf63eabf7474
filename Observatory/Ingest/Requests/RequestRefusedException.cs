namespace Observatory.Ingest.Requests;

/// <summary>An export request that is not taken, with what to answer over HTTP and over gRPC.</summary>
internal sealed class RequestRefusedException : Exception
{
    /// <summary>The <see cref="Reason"/> when there is not enough memory.</summary>
    public const string OverloadedReason = "overloaded";

    private RequestRefusedException(string reason, int httpStatus, GrpcStatus grpcStatus, string message, TimeSpan? retryAfter = null)
        : base(message)
    {
        Reason = reason;
        HttpStatus = httpStatus;
        GrpcStatus = grpcStatus;
        RetryAfter = retryAfter;
    }

    /// <summary>A short word for the self-metrics.</summary>
    public string Reason { get; }

    /// <summary>The HTTP status.</summary>
    public int HttpStatus { get; }

    /// <summary>The gRPC status.</summary>
    public GrpcStatus GrpcStatus { get; }

    /// <summary>When to come again; null for never.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The body is over the limit, as sent or decompressed.</summary>
    public static RequestRefusedException TooLarge(int limit) => new(
        "too_large", StatusCodes.Status413PayloadTooLarge, GrpcStatus.ResourceExhausted,
        string.Create(CultureInfo.InvariantCulture, $"the request is larger than {limit} bytes, as sent or decompressed; send smaller batches"));

    /// <summary>Not a message of the kind that it should be.</summary>
    public static RequestRefusedException Malformed(string what) => new(
        "malformed", StatusCodes.Status400BadRequest, GrpcStatus.InvalidArgument, $"malformed request: {what}");

    /// <summary>An encoding or content that is not understood.</summary>
    public static RequestRefusedException Unsupported(string what) => new(
        "unsupported", StatusCodes.Status415UnsupportedMediaType, GrpcStatus.Unimplemented, what);

    /// <summary>More at once than there is memory for.</summary>
    public static RequestRefusedException Overloaded(string why) => new(
        OverloadedReason, StatusCodes.Status429TooManyRequests, GrpcStatus.Unavailable, why, TimeSpan.FromSeconds(1));

    /// <summary>There was no memory to go on with it; nothing of it is kept.</summary>
    public static RequestRefusedException NoMemory() => Overloaded("out of memory");

    /// <summary>Can't be kept now.</summary>
    public static RequestRefusedException Later(string why, TimeSpan retryAfter) => new(
        "unavailable", StatusCodes.Status503ServiceUnavailable, GrpcStatus.Unavailable, why, retryAfter);

    /// <summary>The sender took too long over the body.</summary>
    public static RequestRefusedException TooSlow(TimeSpan limit) => new(
        "too_slow", StatusCodes.Status408RequestTimeout, GrpcStatus.DeadlineExceeded, $"the request's body took longer than {limit}");
}

/// <summary>The gRPC status codes in use here; google.rpc.Status carries the same numbers.</summary>
internal enum GrpcStatus
{
    Ok = 0,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
}
