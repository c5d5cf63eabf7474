using System.Globalization;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>
/// Plays a model. What it does is a function of the seed, the model, the messages and how often exactly this request has
/// been made before, so that a repeated request may succeed where the first one failed.
/// </summary>
internal static class SimulatedModel
{
    private const int ContextWindow = 128_000;
    private const int TokensPerToolCall = 5;

    // A sixteenth of what providers keep: the demo's prompts are that much shorter than real ones.
    private const int CacheBlock = 8;

    // How much more often a model misses the shape that was asked for than its provider fails.
    private const double MissesPerFailure = 4;

    private static readonly TimeSpan MaxLatency = TimeSpan.FromSeconds(60);

    /// <summary>Identifies a request to a model in a run with a seed.</summary>
    public static ulong KeyOf(ModelProfile profile, ChatRequest request, long seed) => DeterministicRandom.Hash(
        [
            seed.ToString(CultureInfo.InvariantCulture), profile.Id, .. request.Messages.SelectMany(message => new[] { message.Role, message.Text }),
            .. request.Tools.Select(tool => tool.Name),
        ]);

    /// <summary>Decides the outcome of a call; does not wait.</summary>
    /// <param name="profile">The model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="key">What <see cref="KeyOf"/> returns for them.</param>
    /// <param name="occurrence">How often this request has been made before.</param>
    /// <param name="faults">How often calls fail and how slow they are.</param>
    public static SimulatedOutcome Play(ModelProfile profile, ChatRequest request, ulong key, int occurrence, FaultSettings faults)
    {
        var promptTokens = TokenCounter.Count(request.Messages) + ToolTokens(request);
        if (promptTokens > ContextWindow)
        {
            throw ApiErrorException.InvalidRequest(
                $"The messages have {promptTokens} tokens; {profile.Id} takes at most {ContextWindow}.", "messages", "context_length_exceeded");
        }

        var random = new DeterministicRandom(key + ((ulong)occurrence * 0x9E3779B97F4A7C15));
        var fate = random.NextDouble();
        var speed = Math.Exp(profile.Spread * random.NextGaussian());

        // Failures are at the low end of one draw: a higher rate adds failures and leaves the others as they were.
        if (Fail(profile, fate, speed, faults) is { } failure)
        {
            return failure;
        }

        var answer = Answer(profile, request, promptTokens, faults, random);
        var typing = answer.CompletionTokens * profile.PerToken;
        var latency = Scale(profile.FirstToken + typing, speed, faults);
        return new SimulatedOutcome(latency, answer, null)
        {
            // It reasons before it begins to say something.
            FirstToken = latency * ((profile.FirstToken + (answer.ReasoningTokens * profile.PerToken)) / (profile.FirstToken + typing)),
        };
    }

    private static SimulatedAnswer Answer(
        ModelProfile profile, ChatRequest request, int promptTokens, FaultSettings faults, DeterministicRandom random)
    {
        var calls = ToolChooser.Choose(request, random);
        var text = calls.Count > 0 ? "" : Text(profile, request, faults, random);
        var cut = request.MaxTokens is { } limit ? TokenCounter.Take(text, limit) : text;
        var said = TokenCounter.Count(cut) + calls.Sum(call => TokensPerToolCall + TokenCounter.Count(call.Name) + TokenCounter.Count(call.Arguments));
        var reasoning = Math.Min(Reasoning(request.Effort, said), (request.MaxTokens ?? int.MaxValue) - Math.Min(said, request.MaxTokens ?? said));
        return new SimulatedAnswer($"chatcmpl-{random.NextBits():x16}", cut, promptTokens, said + reasoning, cut.Length < text.Length)
        {
            ToolCalls = calls,
            CachedTokens = Cached(request),
            ReasoningTokens = reasoning,
        };
    }

    private static string Text(ModelProfile profile, ChatRequest request, FaultSettings faults, DeterministicRandom random)
    {
        if (request.Schema is not { } schema)
        {
            return AnswerWriter.Write(request.Messages, profile.Verbosity * faults.AnswerScale, random);
        }

        var json = new SchemaWriter(request.Messages, random).Write(schema);
        var misses = random.NextDouble() < MissesPerFailure * faults.ErrorRate;
        return !misses ? json : random.Next(2) == 0 ? json[..(json.Length / 2)] : "{}";
    }

    private static int Reasoning(string? effort, int said) => effort switch
    {
        "low" => said / 2,
        "medium" => said,
        "high" or "xhigh" => 2 * said,
        _ => 0,
    };

    /// <summary>What was sent before the model's last answer was sent then, too; providers keep whole blocks of it.</summary>
    private static int Cached(ChatRequest request)
    {
        var before = request.Messages.Select(message => message.Role).ToList().LastIndexOf("assistant");
        return before <= 0 ? 0 : (TokenCounter.Count(request.Messages.Take(before)) + ToolTokens(request)) / CacheBlock * CacheBlock;
    }

    private static int ToolTokens(ChatRequest request) => request.Tools.Sum(tool => TokenCounter.Count(tool.Text));

    private static SimulatedOutcome? Fail(ModelProfile profile, double fate, double speed, FaultSettings faults)
    {
        if (fate < faults.ErrorRate)
        {
            var overloaded = (long)(fate * 1_000_000) % 2 == 0;
            var error = overloaded
                ? new ApiErrorException(StatusCodes.Status503ServiceUnavailable, new ApiError(
                    $"{profile.Id} is overloaded. Try again later.", "server_error", null, "overloaded"))
                : new ApiErrorException(StatusCodes.Status500InternalServerError, new ApiError(
                    "The server had an error while processing your request.", "server_error", null, null));
            return new SimulatedOutcome(Scale(profile.FirstToken, speed, faults), null, error);
        }

        if (fate < faults.ErrorRate + faults.RateLimitRate)
        {
            var wait = TimeSpan.FromMilliseconds(Math.Round(100 + (fate * 10_000 % 200)));
            var error = new ApiErrorException(StatusCodes.Status429TooManyRequests, new ApiError(
                string.Create(CultureInfo.InvariantCulture, $"Rate limit reached for {profile.Id}. Please try again in {wait.TotalMilliseconds}ms."),
                "requests", null, "rate_limit_exceeded"))
            { RetryAfter = wait };
            return new SimulatedOutcome(TimeSpan.Zero, null, error);
        }

        if (fate < faults.ErrorRate + faults.RateLimitRate + faults.HangRate)
        {
            return new SimulatedOutcome(TimeSpan.Zero, null, null, Hangs: true);
        }

        return null;
    }

    private static TimeSpan Scale(TimeSpan median, double speed, FaultSettings faults)
    {
        var latency = median * (speed * faults.LatencyScale);
        return latency < MaxLatency ? latency : MaxLatency;
    }
}
