using Observatory.Hosting;
using Observatory.Ingest.Json;
using Observatory.Ingest.Requests;
using Observatory.Otlp;
using Observatory.Traces.Model;
using Observatory.Traces.Otlp;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Jaeger;

/// <summary>
/// <c>POST /api/transform</c>: OTLP's JSON as traces of Jaeger's form, for a file that a reader of Jaeger's page opens. Nothing of it is
/// kept.
/// </summary>
internal sealed class JaegerTransform(RequestBodyReader bodies, JaegerAnswering answering) : IEndpointModule
{
    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.Jaeger | ListenerRoles.Ui;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/transform", context => answering.AnswerAsync(context, TransformAsync));

    private async Task TransformAsync(HttpContext context, JaegerAnswer answer)
    {
        try
        {
            var encoding = context.Request.Headers.ContentEncoding.ToString();
            using var json = await bodies.ReadAsync(context.Request, encoding, context.RequestAborted).ConfigureAwait(false);
            using var protobuf = bodies.NewBuffer();
            OtlpJsonTranscoder.Transcode(OtlpSignal.Traces, json.Written.Span, protobuf);
            answer.Begin();
            foreach (var trace in Traces(protobuf.Written))
            {
                await answer.WriteTraceAsync(trace).ConfigureAwait(false);
            }

            await answer.EndAsync(0).ConfigureAwait(false);
        }
        catch (RequestRefusedException e)
        {
            throw new JaegerRequestException(e.HttpStatus, e.Message);
        }
        catch (MalformedProtobufException e)
        {
            throw new JaegerRequestException(StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private static IEnumerable<StoredTrace> Traces(ReadOnlyMemory<byte> request)
    {
        var staged = new StagedRequest();
        TraceDecoder.Stage(request.Span, staged);
        if (staged.Rejected > 0)
        {
            throw new JaegerRequestException(
                StatusCodes.Status400BadRequest, $"{staged.Rejected} spans can't be read: {staged.RejectedWhy}");
        }

        var processes = staged.Processes.ConvertAll(p => StoredProcess.Of(
            request.Slice(p.ResourceOffset, p.ResourceLength), request.Slice(p.ScopeOffset, p.ScopeLength)));
        return staged.Spans
            .Select(s => new StoredSpan(s.ToEntry(0, 0, s.Process), request.Slice(s.Offset, s.Length), processes[s.Process]))
            .GroupBy(s => s.Entry.TraceId)
            .Select(t => new StoredTrace(t.Key, [.. t.Order(TraceReader.Order)], IsCut: false));
    }
}
