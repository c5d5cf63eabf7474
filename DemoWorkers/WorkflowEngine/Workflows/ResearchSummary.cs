using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>validate → cache( plan → (findings from two providers) → summarise with the strongest model, in chunks ) → present.</summary>
internal static class ResearchSummary
{
    public const string Kind = "research_summary";

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var validate = tools.Validate(
            "check_question", new ValidationRule<string>("is_question", prompt => prompt.Contains('?', StringComparison.Ordinal), "There is no question."));

        var plan = tools.Retry(workflow, "plan_retry",
            tools.Llm(workflow, "plan", DemoModels.GoogleFast, "Plan how to answer the question, in a few steps."));
        var topic = tools.Step<LlmResponse, string>("take_plan", answer => answer.Text);
        var findings = tools.Retry(workflow, "findings_retry",
                tools.Llm(workflow, "findings", DemoModels.GoogleFrontier, "Report what is known about each step."))
            | tools.Retry(workflow, "objections_retry",
                tools.Llm(workflow, "objections", DemoModels.LocalBalanced, "Report what speaks against each step."));
        var join = tools.Step<LlmResponse[], string>("join_findings", parts => string.Join("\n\n", parts.Select(part => part.Text)));
        var summarise = tools.Retry(workflow, "summary_retry",
            tools.Stream(workflow, "summarise", DemoModels.AnthropicFrontier, "Summarise the findings for a busy reader."));
        var read = WorkflowTools.Read("read_summary");

        var research = (plan >> topic >> findings.Named("research") >> join >> summarise >> read).Named("research_steps");
        var present = tools.Step<LlmResponse, string>("present", answer => $"Summary\n\n{answer.Text}");

        return (validate >> tools.Cache(workflow, "research_cache", research) >> present).Named(Kind);
    }
}
