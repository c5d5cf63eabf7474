using System.Text.Json;
using Tta.DemoWorkers.LlmGateway.Simulation;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway;

/// <summary>Streams a simulated answer as server-sent events, some words at a time, as fast as the model writes.</summary>
internal sealed class ChatStream(TimeProvider time)
{
    private const int WordsPerChunk = 6;
    private const int LettersPerChunk = 24;
    private static readonly byte[] Begin = "data: "u8.ToArray();
    private static readonly byte[] End = "\n\n"u8.ToArray();
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public async Task WriteAsync(
        HttpResponse response, string model, SimulatedOutcome outcome, bool includeUsage, CancellationToken cancellationToken)
    {
        var answer = outcome.Answer!;
        ChunkDelta[] parts = [.. Split(answer.Text).Select(text => new ChunkDelta(null, text)), .. ToolParts(answer)];
        var between = parts.Length == 0 ? TimeSpan.Zero : (outcome.Latency - outcome.FirstToken) / parts.Length;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        await Task.Delay(outcome.FirstToken, time, cancellationToken);
        for (var i = 0; i < parts.Length; i++)
        {
            await SendAsync([new ChunkChoice(0, parts[i] with { Role = i == 0 ? "assistant" : null }, null)], null);
            await Task.Delay(between, time, cancellationToken);
        }

        await SendAsync([new ChunkChoice(0, new ChunkDelta(null, null), answer.FinishReason)], null);
        if (includeUsage)
        {
            await SendAsync([], answer.Usage);
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

    /// <summary>Of each tool first its name and id, then its arguments, some letters at a time.</summary>
    private static IEnumerable<ChunkDelta> ToolParts(SimulatedAnswer answer)
    {
        for (var i = 0; i < answer.ToolCalls.Count; i++)
        {
            var call = answer.ToolCalls[i];
            yield return Part(new ToolCall(i, call.Id, "function", new ToolCallFunction(call.Name, "")));
            foreach (var letters in call.Arguments.Chunk(LettersPerChunk))
            {
                yield return Part(new ToolCall(i, null, null, new ToolCallFunction(null, new string(letters))));
            }
        }

        static ChunkDelta Part(ToolCall call) => new(null, null, [call]);
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
