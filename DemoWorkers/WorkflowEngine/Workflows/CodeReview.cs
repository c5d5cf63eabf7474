using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>validate → (style | security | correctness, from three providers) → merge the findings.</summary>
internal static class CodeReview
{
    public const string Kind = "code_review";

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var validate = tools.Validate(
            "check_code", new ValidationRule<string>("has_code", prompt => prompt.Contains("```", StringComparison.Ordinal), "There is no code block."));

        var style = tools.Retry(workflow, "style_retry",
            tools.Llm(workflow, "style_review", DemoModels.LocalBalanced, "You review code for readability. List findings."));
        var security = tools.Cache(workflow, "security_cache", tools.Retry(workflow, "security_retry",
            tools.Llm(workflow, "security_review", DemoModels.AnthropicBalanced, "You review code for security. List findings.")));
        var correctness = tools.Cache(workflow, "correctness_cache", tools.Retry(workflow, "correctness_retry",
            tools.Llm(workflow, "correctness_review", DemoModels.OpenAIBalanced, "You review code for bugs. List findings.")));

        var merge = tools.Step<LlmResponse[], string>("merge_findings", reviews =>
            $"Style\n{reviews[0].Text}\n\nSecurity\n{reviews[1].Text}\n\nCorrectness\n{reviews[2].Text}");

        return (validate >> (style | security | correctness).Named("reviews") >> merge).Named(Kind);
    }
}
