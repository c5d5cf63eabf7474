using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>
/// validate → the session's budget( retry( the run's budget( a model with tools, in chunks ) ), or else a short answer of a cheap one ) →
/// what to ask next, as a type, or else nothing → compose.
/// </summary>
internal static class TravelAssistant
{
    public const string Kind = "travel_assistant";

    private const string Answer = "answer";

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var validate = tools.Validate(
            "check_wish", new ValidationRule<string>("min_length", prompt => prompt.Length >= 20, "The wish has fewer than 20 characters."));

        // Tried again as a whole, with its tools, which only look things up: half an answer cannot be mended. But not once two calls were in vain.
        var assist = tools.Retry(workflow, "assist_retry", tools.Budget(
            workflow,
            "run_budget",
            (tools.StreamWithTools(
                workflow, "assist", DemoModels.OpenAIBalanced, "You help people who travel. Look up what you do not know, then answer.",
                workflow.Services.GetRequiredService<TravelTools>().All) >> WorkflowTools.Read("read_advice")).Named("assisted"),
            limits => (limits.MaxCalls, limits.Scope) = (2, BudgetScope.Execution)));

        // Whoever has asked often within five minutes gets short answers until they are over.
        var brief = tools.Retry(workflow, "assist_briefly_retry",
            tools.Llm(workflow, "assist_briefly", DemoModels.OpenAIFast, "You help people who travel. Answer in two sentences."));
        var thrifty = tools.Budget(
            workflow, "session_budget", assist, limits => (limits.MaxCostUsd, limits.Scope) = (0.006m, BudgetScope.Key), brief);

        var remember = tools.Step<LlmResponse, string>("note_advice", (answer, context) =>
        {
            context.State[Answer] = answer.Text;
            return answer.Text;
        });
        var next = tools.Fallback("next_questions",
            tools.Structured<NextQuestions>(workflow, "ask_next", DemoModels.GoogleFast, "Say what the traveller may want to know next."),
            tools.Step<string, NextQuestions>("ask_nothing", _ => new NextQuestions([])));
        var compose = tools.Step<NextQuestions, string>("compose_advice", (asked, context) =>
            string.Join("\n- ", asked.Questions.Prepend((string)context.State[Answer]!)));

        return (validate >> thrifty >> remember >> next >> compose).Named(Kind);
    }
}
