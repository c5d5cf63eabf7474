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
    private static readonly TimeSpan MaxLatency = TimeSpan.FromSeconds(60);

    /// <summary>Identifies a request to a model in a run with a seed.</summary>
    public static ulong KeyOf(ModelProfile profile, ChatRequest request, long seed) => DeterministicRandom.Hash(
        [seed.ToString(CultureInfo.InvariantCulture), profile.Id, .. request.Messages.SelectMany(message => new[] { message.Role, message.Text })]);

    /// <summary>Decides the outcome of a call; does not wait.</summary>
    /// <param name="profile">The model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="key">What <see cref="KeyOf"/> returns for them.</param>
    /// <param name="occurrence">How often this request has been made before.</param>
    /// <param name="faults">How often calls fail and how slow they are.</param>
    public static SimulatedOutcome Play(ModelProfile profile, ChatRequest request, ulong key, int occurrence, FaultSettings faults)
    {
        var promptTokens = TokenCounter.Count(request.Messages);
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

        var text = AnswerWriter.Write(request.Messages, profile.Verbosity * faults.AnswerScale, random);
        var cut = request.MaxTokens is { } limit ? TokenCounter.Take(text, limit) : text;
        var completionTokens = TokenCounter.Count(cut);
        var answer = new SimulatedAnswer($"chatcmpl-{random.NextBits():x16}", cut, promptTokens, completionTokens, cut.Length < text.Length);
        var latency = Scale(profile.FirstToken + (completionTokens * profile.PerToken), speed, faults);
        return new SimulatedOutcome(latency, answer, null)
        {
            FirstToken = latency * (profile.FirstToken / (profile.FirstToken + (completionTokens * profile.PerToken))),
        };
    }

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
