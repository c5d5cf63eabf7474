using Observatory.Hosting;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Jaeger;

/// <summary>The part of Jaeger's HTTP query API that its own page, Grafana and scripts use.</summary>
internal sealed class JaegerEndpoints(
    TraceStore store, TraceReader traces, DependencyGraph dependencies, JaegerAnswering answering, TimeProvider time) : IEndpointModule
{
    // One answer holds no more spans than this; the traces beyond are left out and the answer says so.
    internal const int MaxSpans = 200_000;

    /// <inheritdoc/>
    public ListenerRoles Roles => ListenerRoles.Jaeger | ListenerRoles.Ui;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/services", context => answering.AnswerAsync(context, ServicesAsync));
        routes.MapGet("/api/services/{service}/operations", context => answering.AnswerAsync(context, ServiceOperationsAsync));
        routes.MapGet("/api/operations", context => answering.AnswerAsync(context, OperationsAsync));
        routes.MapGet("/api/traces", context => answering.AnswerAsync(context, SearchAsync));
        routes.MapGet("/api/traces/{id}", context => answering.AnswerAsync(context, TraceAsync));
        routes.MapGet("/api/dependencies", context => answering.AnswerAsync(context, DependenciesAsync));
        // As a Jaeger without a metrics store answers; its page then says how to get one.
        routes.MapGet("/api/metrics/{name}", context => answering.AnswerAsync(context, (_, _) =>
            throw new JaegerRequestException(StatusCodes.Status501NotImplemented, "metrics of traces are not kept here; Prometheus has those of the senders")));
    }

    private Task ServicesAsync(HttpContext context, JaegerAnswer answer) => answer.WriteTextsAsync(store.Services());

    private Task ServiceOperationsAsync(HttpContext context, JaegerAnswer answer)
    {
        // A route value is unescaped but for a slash.
        var service = ((string)context.Request.RouteValues["service"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return answer.WriteTextsAsync([.. store.Operations(service, null).Select(o => o.Name).Distinct()]);
    }

    private Task OperationsAsync(HttpContext context, JaegerAnswer answer)
    {
        var query = context.Request.Query;
        var service = JaegerQueryParser.Text(query, "service")
            ?? throw new JaegerRequestException(StatusCodes.Status400BadRequest, "parameter 'service' is required");
        SpanKind? kind = null;
        if (JaegerQueryParser.Text(query, "spanKind") is { } text)
        {
            kind = SpanKinds.TryParse(text, out var parsed) ? parsed : throw JaegerRequestException.Parameter("spanKind", $"unsupported span kind: '{text}'");
        }

        return answer.WriteAsync(store.Operations(service, kind), static (json, operation) =>
        {
            json.WriteStartObject();
            json.WriteString("name"u8, operation.Name);
            json.WriteString("spanKind"u8, operation.Kind.Name());
            json.WriteEndObject();
        });
    }

    private async Task SearchAsync(HttpContext context, JaegerAnswer answer)
    {
        var query = context.Request.Query;
        var isById = query.ContainsKey("traceID");
        var ids = isById ? JaegerQueryParser.RequestedTraces(query) : TraceSearch.Run(store, JaegerQueryParser.Search(query, time.GetUtcNow()), context.RequestAborted);
        var spans = 0;
        answer.Begin();
        foreach (var id in ids)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            if (spans >= MaxSpans)
            {
                answer.AddError($"left out: the answer already holds {spans} spans", id);
            }
            else if (traces.Read(id, context.RequestAborted) is { } trace)
            {
                spans += trace.Spans.Count;
                await answer.WriteTraceAsync(trace).ConfigureAwait(false);
            }
            else if (isById)
            {
                answer.AddError("trace not found", id);
            }
        }

        await answer.EndAsync(0).ConfigureAwait(false);
    }

    private async Task TraceAsync(HttpContext context, JaegerAnswer answer)
    {
        var id = JaegerQueryParser.TraceId((string?)context.Request.RouteValues["id"], "traceID");
        var trace = traces.Read(id, context.RequestAborted) ?? throw new JaegerRequestException(StatusCodes.Status404NotFound, "trace not found");
        answer.Begin();
        await answer.WriteTraceAsync(trace).ConfigureAwait(false);
        await answer.EndAsync(0).ConfigureAwait(false);
    }

    private Task DependenciesAsync(HttpContext context, JaegerAnswer answer)
    {
        var (from, to) = JaegerQueryParser.Window(context.Request.Query, time.GetUtcNow());
        var service = JaegerQueryParser.Text(context.Request.Query, "service");
        var calls = dependencies.Count(from, to, context.RequestAborted).Where(c => service is null || c.Key.Parent == service || c.Key.Child == service);
        return answer.WriteAsync([.. calls], static (json, call) =>
        {
            json.WriteStartObject();
            json.WriteString("parent"u8, call.Key.Parent);
            json.WriteString("child"u8, call.Key.Child);
            json.WriteNumber("callCount"u8, call.Value);
            json.WriteEndObject();
        }, total: 0);
    }
}
