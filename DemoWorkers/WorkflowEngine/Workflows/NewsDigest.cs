using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>validate → a preview model behind a circuit breaker, or else a model that is known to work → head.</summary>
internal static class NewsDigest
{
    public const string Kind = "news_digest";

    private const string Digest = "Write a digest of the news on the subject, in two sentences.";

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var validate = tools.Validate(
            "check_subject", new ValidationRule<string>("min_length", prompt => prompt.Length >= 12, "The subject has fewer than 12 characters."));

        var preview = WorkflowTools.Breaker(workflow, "digest_breaker", tools.Limit(workflow, "digest_limit",
            tools.Llm(workflow, "digest_preview", DemoModels.LocalShakyPreview, Digest), TimeSpan.FromSeconds(2)));
        var proven = tools.Retry(workflow, "digest_proven_retry",
            tools.Llm(workflow, "digest_proven", DemoModels.AnthropicFast, Digest));
        var head = tools.Step<LlmResponse, string>("head", answer => $"Today\n\n{answer.Text}");

        return (validate >> tools.Fallback("digest", preview, proven) >> head).Named(Kind);
    }
}
