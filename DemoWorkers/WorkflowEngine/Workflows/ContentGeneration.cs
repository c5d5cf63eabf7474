using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>validate → (route to a model that fits the task, each cached and retried | keywords from a local model) → format.</summary>
internal static class ContentGeneration
{
    public const string Kind = "content_generation";

    private const string Writer = "You write clear, concrete texts for a general audience. Answer with the text alone.";

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var validate = tools.Validate(
            "check_brief", new ValidationRule<string>("min_length", prompt => prompt.Length >= 12, "The brief has fewer than 12 characters."));

        var draft = new RouterPrimitive<string, LlmResponse>(
            new Dictionary<string, WorkflowPrimitive<string, LlmResponse>>
            {
                [LengthSelector.Fast] = Draft("fast", DemoModels.OpenAIFast),
                [LengthSelector.Balanced] = Draft("balanced", DemoModels.AnthropicBalanced),
                [LengthSelector.Frontier] = Draft("frontier", DemoModels.OpenAIFrontier),
            },
            new LengthSelector(),
            new RouterOptions { Name = "draft_router", DefaultRoute = LengthSelector.Balanced });

        var enrich = tools.Fallback(
            "enrich",
            tools.Llm(workflow, "keywords_local", DemoModels.LocalFast, "List the keywords of the text, nothing else."),
            tools.Llm(workflow, "keywords_cloud", DemoModels.GoogleFast, "List the keywords of the text, nothing else."));

        var format = tools.Step<LlmResponse[], string>("format_article", parts => $"{parts[0].Text}\n\nKeywords: {parts[1].Text}");

        return (validate >> (draft | enrich).Named("draft_and_enrich") >> format).Named(Kind);

        WorkflowPrimitive<string, LlmResponse> Draft(string tier, ModelChoice model) =>
            tools.Cache(workflow, $"draft_cache_{tier}",
                tools.Retry(workflow, $"draft_retry_{tier}", tools.Llm(workflow, $"draft_{tier}", model, Writer)));
    }
}
