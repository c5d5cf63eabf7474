using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>validate → a preview model within a time limit that learns, or else a model that is known to work → sign.</summary>
internal static class Translation
{
    public const string Kind = "translation";

    private const string Translate = "Translate the text. Answer with the translation alone.";

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var validate = tools.Validate("check_request", new ValidationRule<string>(
            "names_language", prompt => prompt.StartsWith("Translate into ", StringComparison.Ordinal), "The request does not say into which language."));

        var preview = tools.LearnedLimit(workflow, "translation_limit",
            tools.Llm(workflow, "translate_preview", DemoModels.LocalSlowPreview, Translate),
            first: TimeSpan.FromMilliseconds(600), longest: TimeSpan.FromMilliseconds(1200));
        var proven = tools.Retry(workflow, "translate_proven_retry",
            tools.Llm(workflow, "translate_proven", DemoModels.GoogleFast, Translate));
        var sign = tools.Step<LlmResponse, string>("sign", answer => $"{answer.Text}\n\nTranslated by {answer.Model}.");

        return (validate >> tools.Fallback("translate", preview, proven) >> sign).Named(Kind);
    }
}
