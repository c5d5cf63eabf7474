using System.Text.Json;
using Tta.DemoWorkers.LlmGateway.Simulation;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway;

/// <summary>Streams a simulated answer as server-sent events, some words at a time, as fast as the model writes.</summary>
internal sealed class ChatStream(TimeProvider time)
{
    private const int WordsPerChunk = 6;
    private static readonly byte[] Begin = "data: "u8.ToArray();
    private static readonly byte[] End = "\n\n"u8.ToArray();
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public async Task WriteAsync(
        HttpResponse response, string model, SimulatedOutcome outcome, bool includeUsage, CancellationToken cancellationToken)
    {
        var answer = outcome.Answer!;
        var texts = Split(answer.Text);
        var between = texts.Count == 0 ? TimeSpan.Zero : (outcome.Latency - outcome.FirstToken) / texts.Count;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        await Task.Delay(outcome.FirstToken, time, cancellationToken);
        for (var i = 0; i < texts.Count; i++)
        {
            await SendAsync([new ChunkChoice(0, new ChunkDelta(i == 0 ? "assistant" : null, texts[i]), null)], null);
            await Task.Delay(between, time, cancellationToken);
        }

        await SendAsync([new ChunkChoice(0, new ChunkDelta(null, null), answer.IsCut ? "length" : "stop")], null);
        if (includeUsage)
        {
            await SendAsync(
                [], new TokenUsage(answer.PromptTokens, answer.CompletionTokens, answer.PromptTokens + answer.CompletionTokens));
        }

        await response.Body.WriteAsync(Done, cancellationToken);

        async Task SendAsync(IReadOnlyList<ChunkChoice> choices, TokenUsage? usage)
        {
            var chunk = new ChatCompletionChunk(
                answer.Id, "chat.completion.chunk", time.GetUtcNow().ToUnixTimeSeconds(), model, choices, usage, "simulated");
            await response.Body.WriteAsync(Begin, cancellationToken);
            await JsonSerializer.SerializeAsync(response.Body, chunk, WireJson.Default.ChatCompletionChunk, cancellationToken);
            await response.Body.WriteAsync(End, cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    /// <summary>The text in parts that make it up again when they are put together.</summary>
    internal static IReadOnlyList<string> Split(string text)
    {
        var parts = new List<string>();
        int from = 0, words = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ' && ++words == WordsPerChunk)
            {
                parts.Add(text[from..(i + 1)]);
                (from, words) = (i + 1, 0);
            }
        }

        if (from < text.Length)
        {
            parts.Add(text[from..]);
        }

        return parts;
    }
}
