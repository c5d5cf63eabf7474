using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;

namespace Tta.Primitives.Tests.Cookbook;

/// <summary>The snippets of Primitives/README.md. What stands between the markers is shown there.</summary>
internal static class Readme
{
    public static async Task<string> First(IChatClient chatClient)
    {
        // <readme>
        var validate = new ValidationPrimitive<string>([new("not_empty", s => s.Length > 0, "The prompt is empty.")]);
        var model = new RetryPrimitive<string, LlmResponse>(new LlmPrimitive(chatClient, new LlmOptions
        {
            Provider = "openai",
            Model = "gpt-small",
            Prices = JsonPriceTable.Load("prices.json"),
        }));
        var answer = new CachePrimitive<string, LlmResponse>(model, (prompt, _) => prompt);
        var format = new LambdaPrimitive<LlmResponse, string>("format", response => response.Text.Trim());
        var workflow = validate >> answer >> format;

        string text = await WorkflowExecution.RunAsync(
            new WorkflowContext("question"), (context, stop) => workflow.ExecuteAsync("Why is the sky blue?", context, stop));
        // </readme>
        return text;
    }

    public static void InAHost(HostApplicationBuilder builder, IChatClient chatClient)
    {
        // <readme>
        builder.Services.AddWorkflow("question", setup =>
            new RetryPrimitive<string, LlmResponse>(new LlmPrimitive(chatClient, setup.LlmOptions("model")), setup.RetryOptions("steady")));
        // </readme>
    }
}
