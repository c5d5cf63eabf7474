using System.Text.Json;
using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>validate → cache( one provider, or else another ) → check that the answer is JSON.</summary>
internal static class DataExtraction
{
    public const string Kind = "data_extraction";

    private const string Extract = "Extract the facts of the text as one JSON object. Answer with JSON alone.";

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var validate = tools.Validate(
            "check_text", new ValidationRule<string>("min_length", prompt => prompt.Length >= 20, "The text has fewer than 20 characters."));

        var extract = tools.Cache(workflow, "extraction_cache", tools.Fallback(
            "extract_fallback",
            tools.Retry(workflow, "extract_retry", tools.Llm(workflow, "extract", DemoModels.GoogleBalanced, Extract), maxRetries: 1),
            tools.Retry(workflow, "extract_second_retry", tools.Llm(workflow, "extract_second", DemoModels.OpenAIFast, Extract))));

        var check = tools.Step<LlmResponse, string>("check_json", answer => Check(answer.Text));

        return (validate >> extract >> check).Named(Kind);
    }

    private static string Check(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException)
        {
            // The parser's own message quotes the answer.
            throw new InvalidDataException("The model's answer is not JSON.");
        }
    }
}
