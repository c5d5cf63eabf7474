using Observatory.Hosting;
using Observatory.Ingest.Requests;
using Observatory.Otlp;

namespace Observatory.Ingest;

/// <summary>
/// OTLP/gRPC, unary, over cleartext HTTP/2. A gRPC message is a compression flag, a big-endian length and that many bytes; the status
/// comes in the trailers.
/// </summary>
internal sealed class OtlpGrpcEndpoints(OtlpIntake intake, RequestBodyReader bodies) : IEndpointModule
{
    private const string Transport = "grpc";
    private const int PrefixLength = 5;

    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.OtlpGrpc;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "trace", "TraceService", OtlpSignal.Traces);
        Map(routes, "metrics", "MetricsService", OtlpSignal.Metrics);
        Map(routes, "logs", "LogsService", OtlpSignal.Logs);
        routes.MapPost("/{service}/{method}", context =>
            AnswerAsync(context, null, GrpcStatus.Unimplemented, $"unknown method {context.Request.Path}"));
    }

    private void Map(IEndpointRouteBuilder routes, string package, string service, OtlpSignal signal) =>
        routes.MapPost($"/opentelemetry.proto.collector.{package}.v1.{service}/Export", context => ExportAsync(context, signal));

    private async Task ExportAsync(HttpContext context, OtlpSignal signal)
    {
        if (context.Request.ContentType is not { } type || !IsGrpc(type))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        intake.Began(Transport);
        try
        {
            intake.CheckReady(signal);
            using var body = await bodies.ReadAsync(context.Request, "", context.RequestAborted).ConfigureAwait(false);
            var outcome = await TakeAsync(context, signal, body).ConfigureAwait(false);
            await AnswerAsync(context, OtlpMessages.ExportResponse(outcome), GrpcStatus.Ok, null).ConfigureAwait(false);
        }
        catch (RequestRefusedException e)
        {
            intake.Refused(Transport, e);
            await AnswerAsync(context, null, e.GrpcStatus, e.Message).ConfigureAwait(false);
        }
    }

    private static bool IsGrpc(string contentType) =>
        contentType.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == 16 || contentType[16] is ';' || contentType.StartsWith("application/grpc+proto", StringComparison.OrdinalIgnoreCase));

    private async Task<OtlpOutcome> TakeAsync(HttpContext context, OtlpSignal signal, PooledBuffer body)
    {
        if (!IsCompressed(body.Written.Span))
        {
            return await intake.TakeAsync(signal, Transport, body.Written[PrefixLength..], context.RequestAborted).ConfigureAwait(false);
        }

        var encoding = context.Request.Headers["grpc-encoding"].ToString();
        if (encoding != "gzip")
        {
            throw RequestRefusedException.Unsupported($"grpc-encoding '{encoding}' is not supported; send gzip or identity");
        }

        using var plain = await bodies.GunzipAsync(body.Written[PrefixLength..]).ConfigureAwait(false);
        return await intake.TakeAsync(signal, Transport, plain.Written, context.RequestAborted).ConfigureAwait(false);
    }

    private static bool IsCompressed(ReadOnlySpan<byte> body)
    {
        if (body.Length < PrefixLength || body[0] > 1 || BinaryPrimitives.ReadUInt32BigEndian(body[1..]) != body.Length - PrefixLength)
        {
            throw RequestRefusedException.Malformed("the body is not one gRPC message");
        }

        return body[0] == 1;
    }

    private static async Task AnswerAsync(HttpContext context, byte[]? message, GrpcStatus status, string? text)
    {
        var response = context.Response;
        response.ContentType = "application/grpc";
        if (message is not null)
        {
            var frame = new byte[PrefixLength + message.Length];
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
            message.CopyTo(frame, PrefixLength);
            await response.Body.WriteAsync(frame).ConfigureAwait(false);
        }

        response.AppendTrailer("grpc-status", ((int)status).ToString(CultureInfo.InvariantCulture));
        if (text is not null)
        {
            response.AppendTrailer("grpc-message", PercentEncode(text));
        }
    }

    /// <summary>gRPC's percent-encoding: all but printable ASCII, and the percent sign.</summary>
    private static string PercentEncode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return encoded.ToString();
    }
}
