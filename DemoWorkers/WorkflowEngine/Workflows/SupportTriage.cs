using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>validate → remove what identifies the customer → route by subject, each with a fallback → reply.</summary>
internal static class SupportTriage
{
    public const string Kind = "support_triage";

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var validate = tools.Validate(
            "check_ticket", new ValidationRule<string>("min_length", prompt => prompt.Length >= 20, "The ticket has fewer than 20 characters."));

        var redact = tools.Step<string, string>("redact", Redact);

        var route = new RouterPrimitive<string, LlmResponse>(
            new Dictionary<string, WorkflowPrimitive<string, LlmResponse>>
            {
                ["billing"] = Desk("billing", DemoModels.AnthropicFast, DemoModels.OpenAIFast),
                ["technical"] = Desk("technical", DemoModels.GoogleBalanced, DemoModels.OpenAIBalanced),
                ["account"] = Desk("account", DemoModels.OpenAIFast, DemoModels.GoogleFast),
                ["general"] = Desk("general", DemoModels.GoogleFast, DemoModels.LocalFast),
            },
            new KeywordSelector("general",
            [
                ("billing", ["invoice", "refund", "charged", "payment"]),
                ("technical", ["error", "crash", "slow", "sync"]),
                ("account", ["password", "login", "email address", "profile"]),
            ]),
            new RouterOptions { Name = "desk_router" });

        var reply = tools.Step<LlmResponse, string>("compose_reply", answer => $"Thank you for writing to us.\n\n{answer.Text}");

        return (validate >> redact >> route >> reply).Named(Kind);

        WorkflowPrimitive<string, LlmResponse> Desk(string name, ModelChoice first, ModelChoice second) =>
            tools.Fallback(
                $"{name}_fallback",
                tools.Llm(workflow, $"{name}_desk", first, "You answer customers of a software product. Be brief and kind."),
                tools.Retry(workflow, $"{name}_second_retry",
                    tools.Llm(workflow, $"{name}_second_desk", second, "You answer customers of a software product. Be brief and kind.")));
    }

    private static string Redact(string ticket) => string.Join(' ', ticket.Split(' ')
        .Select(word => word.Contains('@', StringComparison.Ordinal) ? "[address]" : word.Count(char.IsDigit) >= 6 ? "[number]" : word));
}
