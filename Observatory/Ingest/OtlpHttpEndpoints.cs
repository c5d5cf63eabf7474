using Microsoft.Net.Http.Headers;
using Observatory.Hosting;
using Observatory.Ingest.Json;
using Observatory.Ingest.Requests;
using Observatory.Otlp;

namespace Observatory.Ingest;

/// <summary>
/// OTLP/HTTP, in protobuf or JSON: <c>POST /v1/traces</c>, <c>/v1/metrics</c>, <c>/v1/logs</c>. What is asked in one is answered in it.
/// </summary>
internal sealed class OtlpHttpEndpoints(OtlpIntake intake, RequestBodyReader bodies) : IEndpointModule
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";
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
        var isJson = false;
        try
        {
            isJson = ReadContentType(context.Request) == Json;
            intake.CheckReady(signal);
            var encoding = context.Request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
            var outcome = await TakeAsync(context, signal, encoding, isJson).ConfigureAwait(false);
            var answer = isJson ? OtlpJsonAnswers.ExportResponse(signal, outcome) : OtlpMessages.ExportResponse(outcome);
            await AnswerAsync(context, StatusCodes.Status200OK, isJson, answer).ConfigureAwait(false);
        }
        catch (RequestRefusedException e)
        {
            intake.Refused(Transport, e);
            await RefuseAsync(context, isJson, e).ConfigureAwait(false);
        }
    }

    private async Task<OtlpOutcome> TakeAsync(HttpContext context, OtlpSignal signal, string encoding, bool isJson)
    {
        using var body = await bodies.ReadAsync(context.Request, encoding, context.RequestAborted).ConfigureAwait(false);
        if (!isJson)
        {
            return await intake.TakeAsync(signal, Transport, body.Written, context.RequestAborted).ConfigureAwait(false);
        }

        using var protobuf = bodies.NewBuffer();
        OtlpJsonTranscoder.Transcode(signal, body.Written.Span, protobuf);
        return await intake.TakeAsync(signal, Transport, protobuf.Written, context.RequestAborted).ConfigureAwait(false);
    }

    private static string ReadContentType(HttpRequest request)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            if (type.MediaType.Equals(Protobuf, StringComparison.OrdinalIgnoreCase))
            {
                return Protobuf;
            }

            // JSON is UTF-8, whether or not that is said.
            if (type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            {
                return Json;
            }
        }

        throw RequestRefusedException.Unsupported($"content type '{request.ContentType}' is not supported; send {Protobuf} or {Json}");
    }

    private static Task RefuseAsync(HttpContext context, bool isJson, RequestRefusedException why)
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

        var answer = isJson ? OtlpJsonAnswers.Status(why.GrpcStatus, why.Message) : OtlpMessages.Status(why.GrpcStatus, why.Message);
        return AnswerAsync(context, why.HttpStatus, isJson, answer);
    }

    private static async Task AnswerAsync(HttpContext context, int status, bool isJson, byte[] message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = isJson ? Json : Protobuf;
        context.Response.ContentLength = message.Length;
        await context.Response.Body.WriteAsync(message).ConfigureAwait(false);
    }
}
