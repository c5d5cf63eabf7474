using Microsoft.AspNetCore.Http;
using Tta.DemoWorkers.LlmGateway.Simulation;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.Tests.LlmGateway;

public sealed class SimulatedModelTests
{
    private static readonly FaultSettings NoFaults = new(0, 0, 1);
    private static readonly ModelProfile Model = ModelCatalog.Find("gpt-6-luna")!;

    [Fact]
    public void The_same_request_has_the_same_outcome()
    {
        var first = Play("Explain compost to a child.");
        var second = Play("Explain compost to a child.");

        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("Explain compost to an adult.", 42, 0)]
    [InlineData("Explain compost to a child.", 43, 0)]
    [InlineData("Explain compost to a child.", 42, 1)]
    public void Another_prompt_seed_or_occurrence_has_another_outcome(string prompt, long seed, int occurrence) =>
        Assert.NotEqual(Play("Explain compost to a child.").Answer!.Id, Play(prompt, seed, occurrence).Answer!.Id);

    [Fact]
    public void Tokens_are_those_of_the_real_texts()
    {
        var outcome = Play("Explain compost to a child.");

        Assert.Equal(TokenCounter.Count(outcome.Answer!.Text), outcome.Answer.CompletionTokens);
        Assert.Equal(TokenCounter.Count(Request("Explain compost to a child.").Messages), outcome.Answer.PromptTokens);
        Assert.True(outcome.Answer.CompletionTokens > 20, outcome.Answer.Text);
    }

    [Fact]
    public void The_limit_of_the_answer_is_kept()
    {
        var request = Request("Explain compost to a child.") with { MaxTokens = 10 };
        var answer = SimulatedModel.Play(Model, request, SimulatedModel.KeyOf(Model, request, 42), 0, NoFaults).Answer!;

        Assert.True(answer.IsCut);
        Assert.InRange(answer.CompletionTokens, 1, 10);
    }

    [Fact]
    public void Latency_is_lognormal_around_the_models_own()
    {
        var ratios = Enumerable.Range(0, 2000).Select(i =>
        {
            var outcome = Play($"Question number {i} about gardens.");
            return Math.Log(outcome.Latency / (Model.FirstToken + (outcome.Answer!.CompletionTokens * Model.PerToken)));
        }).ToArray();

        Assert.Equal(0, ratios.Average(), 0.03);
        Assert.Equal(Model.Spread, Math.Sqrt(ratios.Select(r => r * r).Average()), 0.03);
    }

    [Fact]
    public void The_latency_scale_multiplies()
    {
        var slow = Play("Explain compost.", faults: NoFaults with { LatencyScale = 10 });

        Assert.Equal(Play("Explain compost.").Latency.TotalMilliseconds * 10, slow.Latency.TotalMilliseconds, 0.01);
        Assert.Equal(TimeSpan.Zero, Play("Explain compost.", faults: NoFaults with { LatencyScale = 0 }).Latency);
    }

    [Fact]
    public void Failures_come_at_the_configured_rates()
    {
        var faults = new FaultSettings(0.2, 0.1, 0);
        var outcomes = Enumerable.Range(0, 5000).Select(i => Play($"Question {i}", faults: faults).Error?.StatusCode ?? 200).ToArray();

        Assert.Equal(0.1, Share(outcomes, StatusCodes.Status500InternalServerError), 0.02);
        Assert.Equal(0.1, Share(outcomes, StatusCodes.Status503ServiceUnavailable), 0.02);
        Assert.Equal(0.1, Share(outcomes, StatusCodes.Status429TooManyRequests), 0.02);
    }

    [Fact]
    public void A_higher_error_rate_adds_failures_and_changes_nothing_else()
    {
        for (var i = 0; i < 500; i++)
        {
            var few = Play($"Question {i}", faults: new(0.1, 0, 1));
            var many = Play($"Question {i}", faults: new(0.3, 0, 1));

            Assert.True(many.Error is not null || few.Answer == many.Answer);
            Assert.False(few.Error is not null && many.Error is null);
        }
    }

    [Fact]
    public void A_rate_limit_says_when_to_try_again()
    {
        var outcome = Play("Question", faults: new(0, 1, 1));

        Assert.Equal(StatusCodes.Status429TooManyRequests, outcome.Error!.StatusCode);
        Assert.InRange(outcome.Error.RetryAfter!.Value.TotalMilliseconds, 100, 300);
    }

    [Fact]
    public void Asked_for_JSON_it_answers_in_JSON()
    {
        var request = new ChatRequest(Model.Id, [new("system", "Answer with JSON alone."), new("user", "Order 12 of lamps")], null);
        var answer = SimulatedModel.Play(Model, request, 1, 0, NoFaults).Answer!;

        using var document = System.Text.Json.JsonDocument.Parse(answer.Text);
        Assert.True(document.RootElement.TryGetProperty("fields", out _));
    }

    private static double Share(int[] outcomes, int status) => outcomes.Count(outcome => outcome == status) / (double)outcomes.Length;

    private static ChatRequest Request(string prompt) => new(Model.Id, [new("user", prompt)], null);

    private static SimulatedOutcome Play(string prompt, long seed = 42, int occurrence = 0, FaultSettings? faults = null)
    {
        var request = Request(prompt);
        return SimulatedModel.Play(Model, request, SimulatedModel.KeyOf(Model, request, seed), occurrence, faults ?? NoFaults);
    }
}
