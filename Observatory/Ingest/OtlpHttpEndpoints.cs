using System.Globalization;
using Microsoft.Net.Http.Headers;
using Observatory.Hosting;
using Observatory.Otlp;

namespace Observatory.Ingest;

/// <summary>OTLP/HTTP with protobuf bodies: <c>POST /v1/traces</c>, <c>/v1/metrics</c>, <c>/v1/logs</c>.</summary>
internal sealed class OtlpHttpEndpoints(OtlpIntake intake, RequestBodyReader bodies) : IEndpointModule
{
    private const string Protobuf = "application/x-protobuf";
    private const string Transport = "http";

    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.OtlpHttp;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/traces", context => ExportAsync(context, OtlpSignal.Traces));
        routes.MapPost("/v1/metrics", context => ExportAsync(context, OtlpSignal.Metrics));
        routes.MapPost("/v1/logs", context => ExportAsync(context, OtlpSignal.Logs));
    }

    private async Task ExportAsync(HttpContext context, OtlpSignal signal)
    {
        intake.Began(Transport);
        try
        {
            CheckContentType(context.Request);
            intake.CheckReady(signal);
            var encoding = context.Request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
            using var body = await bodies.ReadAsync(context.Request, encoding, context.RequestAborted).ConfigureAwait(false);
            var outcome = await intake.TakeAsync(signal, Transport, body.Written, context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, StatusCodes.Status200OK, OtlpMessages.ExportResponse(outcome)).ConfigureAwait(false);
        }
        catch (RequestRefusedException e)
        {
            intake.Refused(Transport, e);
            await RefuseAsync(context, e).ConfigureAwait(false);
        }
    }

    private static void CheckContentType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(Protobuf, StringComparison.OrdinalIgnoreCase))
        {
            throw RequestRefusedException.Unsupported(
                $"content type '{request.ContentType}' is not supported (OTLP in JSON neither); send {Protobuf}");
        }
    }

    private static Task RefuseAsync(HttpContext context, RequestRefusedException why)
    {
        if (why.RetryAfter is { } retryAfter)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (why.HttpStatus is StatusCodes.Status408RequestTimeout or StatusCodes.Status413PayloadTooLarge)
        {
            // The rest of the body is not waited for.
            context.Response.Headers.Connection = "close";
        }

        if (why.HttpStatus == StatusCodes.Status415UnsupportedMediaType)
        {
            context.Response.StatusCode = why.HttpStatus;
            return context.Response.WriteAsync(why.Message + "\n");
        }

        return AnswerAsync(context, why.HttpStatus, OtlpMessages.Status(why.GrpcStatus, why.Message));
    }

    private static async Task AnswerAsync(HttpContext context, int status, byte[] message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = Protobuf;
        context.Response.ContentLength = message.Length;
        await context.Response.Body.WriteAsync(message).ConfigureAwait(false);
    }
}
