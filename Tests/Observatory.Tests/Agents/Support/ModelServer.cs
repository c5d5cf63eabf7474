using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tta.Observatory.Tests.Agents.Support;

/// <summary>A model that answers as a script says, by OpenAI's API, whole or streamed. It counts what it answered.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Answer> _script = [];

    private ModelServer(WebApplication app) => _app = app;

    /// <summary>The base address of its API.</summary>
    public Uri Endpoint => new(_app.Urls.First() + "/v1");

    /// <summary>Requests that came, those that were refused with them.</summary>
    public int Requests { get; private set; }

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ModelServer(app);
        app.MapPost("/v1/chat/completions", server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The next answers.</summary>
    public void Script(params IEnumerable<Answer> answers)
    {
        foreach (var answer in answers)
        {
            _script.Enqueue(answer);
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests++;
        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        var answer = _script.TryDequeue(out var next) ? next : throw new InvalidOperationException("the script is at its end");
        if (answer.Status != 200)
        {
            context.Response.StatusCode = answer.Status;
            context.Response.Headers["retry-after-ms"] = "1";
            await context.Response.WriteAsJsonAsync(new { error = new { message = "as the script says", type = "server_error" } });
            return;
        }

        object message = answer.Tool is { } tool
            ? new { role = "assistant", content = (string?)null, tool_calls = new[] { new { index = 0, id = $"call_{Requests}", type = "function", function = new { name = tool, arguments = "{\"city\":\"Paris\"}" } } } }
            : new { role = "assistant", content = "It is 18 degrees." };
        var finish = answer.Tool is null ? "stop" : "tool_calls";
        var usage = new
        {
            prompt_tokens = answer.Input,
            completion_tokens = answer.Output,
            total_tokens = answer.Input + answer.Output,
            prompt_tokens_details = new { cached_tokens = answer.Cached },
            completion_tokens_details = new { reasoning_tokens = answer.Reasoning },
        };
        if (request.RootElement.TryGetProperty("stream", out var stream) && stream.GetBoolean())
        {
            context.Response.ContentType = "text/event-stream";
            await SendAsync(context, Chunk(new[] { new { index = 0, delta = message, finish_reason = (string?)null } }, null));
            await SendAsync(context, Chunk(new[] { new { index = 0, delta = new { }, finish_reason = finish } }, null));
            await SendAsync(context, Chunk(Array.Empty<object>(), usage));
            await context.Response.WriteAsync("data: [DONE]\n\n");
            return;
        }

        await context.Response.WriteAsJsonAsync(new
        {
            id = $"chatcmpl-{Requests}",
            @object = "chat.completion",
            created = 1_793_534_399,
            model = "small-2026-01-01",
            choices = new[] { new { index = 0, message, finish_reason = finish } },
            usage,
        });
    }

    private object Chunk(object choices, object? usage) =>
        new { id = $"chatcmpl-{Requests}", @object = "chat.completion.chunk", created = 1_793_534_399, model = "small-2026-01-01", choices, usage };

    private static Task SendAsync(HttpContext context, object chunk) => context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n");

    /// <summary>An answer: a status other than 200, a tool to call, or a text; with its tokens.</summary>
    internal sealed record Answer(long Input = 0, long Output = 0, long Cached = 0, long Reasoning = 0, string? Tool = null, int Status = 200);
}
