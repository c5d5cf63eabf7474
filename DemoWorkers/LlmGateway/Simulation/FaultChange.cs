using System.Globalization;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>The body of <c>PUT /faults</c> and of <c>PUT /faults/{name}</c>: what is not given stays as it is.</summary>
internal sealed record FaultChange(double? ErrorRate, double? RateLimitRate, double? LatencyScale, double? AnswerScale, double? HangRate)
{
    /// <summary>Applies the change, or says what is wrong with it.</summary>
    public FaultSettings Apply(FaultSettings current, out string? problem)
    {
        problem = Check("errorRate", ErrorRate, 1) ?? Check("rateLimitRate", RateLimitRate, 1) ?? Check("latencyScale", LatencyScale, 1000)
            ?? Check("answerScale", AnswerScale, 100) ?? Check("hangRate", HangRate, 1);
        return problem is not null
            ? current
            : new FaultSettings(
                ErrorRate ?? current.ErrorRate, RateLimitRate ?? current.RateLimitRate, LatencyScale ?? current.LatencyScale,
                AnswerScale ?? current.AnswerScale, HangRate ?? current.HangRate);
    }

    private static string? Check(string name, double? value, double max) => value is null or >= 0 && !(value > max)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: expected a number from 0 to {max}.");
}
