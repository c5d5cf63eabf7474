using Observatory.Hosting;
using Observatory.Otlp.Json;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Jaeger;

/// <summary>
/// Version 3 of Jaeger's HTTP query API, which its page searches with: traces are OTLP's JSON, a search may ask for a line of each only.
/// </summary>
internal sealed class JaegerV3Endpoints(TraceStore store, TraceReader traces, JaegerAnswering answering) : IEndpointModule
{
    private const string NotFound = "No traces found";

    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.Jaeger | ListenerRoles.Ui;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/api/v3/services", ServicesAsync);
        Map(routes, "/api/v3/operations", OperationsAsync);
        Map(routes, "/api/v3/traces", SearchAsync);
        Map(routes, "/api/v3/traces/{id}", TraceAsync);
        Map(routes, "/api/v3/trace-summaries", SummariesAsync);
    }

    private void Map(IEndpointRouteBuilder routes, string path, Func<HttpContext, JaegerAnswer, Task> write) =>
        routes.MapGet(path, context => answering.AnswerAsync(context, write, isVersion3: true));

    private Task ServicesAsync(HttpContext context, JaegerAnswer answer) => answer.WriteAsync(json =>
    {
        json.WriteStartArray("services"u8);
        foreach (var service in store.Services())
        {
            json.WriteStringValue(service);
        }

        json.WriteEndArray();
        return Task.CompletedTask;
    });

    private Task OperationsAsync(HttpContext context, JaegerAnswer answer)
    {
        var query = new JaegerV3Query(context.Request.Query);
        var operations = query.Text("service") is { } service ? store.Operations(service, query.SpanKind()) : [];
        return answer.WriteAsync(json =>
        {
            json.WriteStartArray("operations"u8);
            foreach (var (name, kind) in operations)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, name);
                json.WriteString("spanKind"u8, (kind == SpanKind.Unspecified ? SpanKind.Internal : kind).Name());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            return Task.CompletedTask;
        });
    }

    private Task TraceAsync(HttpContext context, JaegerAnswer answer) =>
        WriteTracesAsync(context, answer, [JaegerV3Query.TraceId((string?)context.Request.RouteValues["id"])]);

    private Task SearchAsync(HttpContext context, JaegerAnswer answer) => WriteTracesAsync(context, answer, Find(context));

    private List<UInt128> Find(HttpContext context) =>
        TraceSearch.Run(store, new JaegerV3Query(context.Request.Query).Search(), context.RequestAborted);

    private async Task WriteTracesAsync(HttpContext context, JaegerAnswer answer, List<UInt128> ids)
    {
        var first = ids.Select(i => traces.Read(i, context.RequestAborted)).FirstOrDefault(t => t is not null) ?? throw new JaegerRequestException(StatusCodes.Status404NotFound, NotFound);
        await answer.WriteAsync(async json =>
        {
            json.WriteStartObject("result"u8);
            json.WriteStartArray("resourceSpans"u8);
            var spans = 0;
            foreach (var id in ids.SkipWhile(i => i != first.Id).TakeWhile(_ => spans < JaegerEndpoints.MaxSpans))
            {
                context.RequestAborted.ThrowIfCancellationRequested();
                if ((id == first.Id ? first : traces.Read(id, context.RequestAborted)) is { } trace)
                {
                    spans += trace.Spans.Count;
                    await WriteAsync(json, trace, answer).ConfigureAwait(false);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task WriteAsync(Utf8JsonWriter json, StoredTrace trace, JaegerAnswer answer)
    {
        foreach (var process in trace.Spans.GroupBy(s => s.Process))
        {
            json.WriteStartObject();
            json.WritePropertyName("resource"u8);
            OtlpJsonWriter.Write(json, OtlpJsonSchema.Resource, process.Key.ResourceWithService.Span);
            json.WriteStartArray("scopeSpans"u8);
            json.WriteStartObject();
            json.WritePropertyName("scope"u8);
            OtlpJsonWriter.Write(json, OtlpJsonSchema.Scope, process.Key.Scope.Span);
            json.WriteStartArray("spans"u8);
            foreach (var span in process)
            {
                OtlpJsonWriter.Write(json, OtlpJsonSchema.Span, span.Message.Span);
                await answer.FlushIfLargeAsync().ConfigureAwait(false);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private Task SummariesAsync(HttpContext context, JaegerAnswer answer)
    {
        var found = Find(context).Select(store.Summary).OfType<TraceSummary>();
        return answer.WriteAsync(json =>
        {
            json.WriteStartArray("summaries"u8);
            foreach (var trace in found)
            {
                Write(json, trace);
            }

            json.WriteEndArray();
            return Task.CompletedTask;
        });
    }

    private static void Write(Utf8JsonWriter json, TraceSummary trace)
    {
        json.WriteStartObject();
        json.WriteString("traceId"u8, trace.Id.ToString("x32", null));
        json.WriteString("rootServiceName"u8, trace.Service);
        json.WriteString("rootOperationName"u8, trace.Operation);
        json.WriteString("minStartTimeUnixNano"u8, $"{trace.StartNanos}");
        json.WriteString("maxEndTimeUnixNano"u8, $"{trace.StartNanos + trace.DurationNanos}");
        json.WriteNumber("spanCount"u8, trace.Spans);
        json.WriteNumber("errorSpanCount"u8, trace.Errors);
        json.WriteNumber("orphanSpanCount"u8, trace.Orphans);
        json.WriteStartArray("services"u8);
        foreach (var service in trace.Services)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, service.Name);
            json.WriteNumber("spanCount"u8, service.Spans);
            json.WriteNumber("errorSpanCount"u8, service.Errors);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
