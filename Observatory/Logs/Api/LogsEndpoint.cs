using Observatory.Hosting;
using Observatory.Logs.Store;

namespace Observatory.Logs.Api;

/// <summary><c>GET /api/logs</c>: search. <c>GET /api/logs/tail</c>: follow, as server-sent events.</summary>
internal sealed class LogsEndpoint(LogStore store, LogTail tail, IHostApplicationLifetime lifetime) : IEndpointModule
{
    private const int MaxAnswerBytes = 8 << 20;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public ListenerRoles Roles => ListenerRoles.Ui;

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/logs", SearchAsync);
        routes.MapGet("/api/logs/tail", TailAsync);
    }

    private async Task SearchAsync(HttpContext context)
    {
        if (Parse(context, tail: false, out var problem) is not { } query)
        {
            await ProblemAsync(context, StatusCodes.Status400BadRequest, problem).ConfigureAwait(false);
            return;
        }

        var result = store.Search(query, context.RequestAborted);
        context.Response.ContentType = "application/json; charset=utf-8";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteStartArray("logs"u8);
            var written = 0;
            foreach (var record in result.Records)
            {
                if (json.BytesCommitted + json.BytesPending > MaxAnswerBytes)
                {
                    break;
                }

                LogJson.Write(json, record);
                written++;
            }

            json.WriteEndArray();
            json.WriteBoolean("more"u8, result.More || written < result.Records.Count);
            json.WriteEndObject();
            await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task TailAsync(HttpContext context)
    {
        if (Parse(context, tail: true, out var problem) is not { } query)
        {
            await ProblemAsync(context, StatusCodes.Status400BadRequest, problem).ConfigureAwait(false);
            return;
        }

        if (tail.Subscribe(query) is not { } subscription)
        {
            await ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, "too many clients follow the log").ConfigureAwait(false);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            await FollowAsync(context, subscription, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch (OperationCanceledException)
        {
            tail.Stalled();
            context.Abort();
        }
        finally
        {
            tail.Unsubscribe(subscription);
        }
    }

    private static async Task FollowAsync(HttpContext context, TailSubscription subscription, CancellationToken end)
    {
        var output = context.Response.BodyWriter;
        output.Write(": following\n\n"u8);
        await FlushAsync(context, end).ConfigureAwait(false);
        using var json = new Utf8JsonWriter(output);
        while (true)
        {
            if (!await WaitAsync(context, subscription, end).ConfigureAwait(false))
            {
                output.Write("event: cut\ndata: {\"reason\":\"read too slowly\"}\n\n"u8);
                await FlushAsync(context, end).ConfigureAwait(false);
                return;
            }

            while (subscription.Waiting.TryRead(out var record))
            {
                output.Write("data: "u8);
                LogJson.Write(json, record);
                json.Flush();
                json.Reset();
                output.Write("\n\n"u8);
                await FlushAsync(context, end).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> WaitAsync(HttpContext context, TailSubscription subscription, CancellationToken end)
    {
        var waiting = subscription.Waiting.WaitToReadAsync(end).AsTask();
        while (true)
        {
            try
            {
                return await waiting.WaitAsync(Heartbeat, end).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // A connection nobody listens to any more is only noticed by writing to it.
                context.Response.BodyWriter.Write(": still here\n\n"u8);
                await FlushAsync(context, end).ConfigureAwait(false);
            }
        }
    }

    private static async Task FlushAsync(HttpContext context, CancellationToken end)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(end);
        limit.CancelAfter(WriteTimeout);
        await context.Response.BodyWriter.FlushAsync(limit.Token).ConfigureAwait(false);
    }

    private static LogQuery? Parse(HttpContext context, bool tail, out string problem)
    {
        try
        {
            problem = "";
            return LogQueryParser.Parse(context.Request.Query, tail);
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return null;
        }
    }

    private static Task ProblemAsync(HttpContext context, int status, string problem)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = problem }, context.RequestAborted);
    }
}
