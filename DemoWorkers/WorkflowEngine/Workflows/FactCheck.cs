using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>
/// validate → split → for each claim, two at a time: a race of two providers, the second after a while → weigh → sharpen until it is short.
/// </summary>
internal static class FactCheck
{
    public const string Kind = "fact_check";

    private const string Check = "Say whether the claim is true, and what speaks for it.";
    private const string Beginning = "Check: ";
    private const int MaxClaims = 5;
    private const int ShortestCheck = 260;
    private const int LongestVerdict = 480;

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var validate = tools.Validate(
            "check_claims",
            new ValidationRule<string>("has_claims", prompt => prompt.StartsWith(Beginning, StringComparison.Ordinal), "There are no claims."),
            new ValidationRule<string>("few_claims", prompt => prompt.Count(letter => letter == ';') < MaxClaims, $"There are more than {MaxClaims} claims."));

        var split = tools.Step<string, string[]>("split_claims", prompt =>
            prompt[Beginning.Length..].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

        // Two words are no check. Whichever provider is quicker wins; the other one is not waited for.
        var check = tools.Race(
            workflow,
            "claim_race",
            [
                tools.Llm(workflow, "check_first", DemoModels.OpenAIFast, Check),
                tools.Llm(workflow, "check_second", DemoModels.GoogleFast, Check),
            ],
            TimeSpan.FromMilliseconds(45),
            answer => answer.Text.Length >= ShortestCheck);
        var checks = new ForEachPrimitive<string, LlmResponse>(check, workflow.ForEachOptions("claims", o =>
            (o.MaxConcurrency, o.MaxItems, o.OnFailure) = (2, MaxClaims, ItemFailures.Skip)));
        var weigh = tools.Step<LlmResponse[], string>("weigh", found => string.Join("\n\n", found.Select(one => one.Text)));

        var sharpen = (tools.Retry(workflow, "sharpen_retry",
            tools.Llm(workflow, "sharpen", DemoModels.OpenAIFast, "Say it in fewer words, as a verdict."))
            >> tools.Step<LlmResponse, string>("take_verdict", answer => answer.Text)).Named("sharpened");
        var verdict = new LoopPrimitive<string>(sharpen, (text, _) => text.Length <= LongestVerdict, workflow.LoopOptions("verdict", o => o.MaxPasses = 8));

        return (validate >> split >> checks >> weigh >> verdict).Named(Kind);
    }
}
