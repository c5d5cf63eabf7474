namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>The models that the workflows use unless configured otherwise.</summary>
internal static class DemoModels
{
    private const string Frontier = "frontier";
    private const string Balanced = "balanced";
    private const string Fast = "fast";

    public static readonly ModelChoice OpenAIFrontier = new("openai", "gpt-6-sol", Frontier);
    public static readonly ModelChoice OpenAIBalanced = new("openai", "gpt-6.1-terra", Balanced);
    public static readonly ModelChoice OpenAIFast = new("openai", "gpt-6-luna", Fast);
    public static readonly ModelChoice AnthropicFrontier = new("anthropic", "claude-opus-5-5", Frontier);
    public static readonly ModelChoice AnthropicBalanced = new("anthropic", "claude-sonnet-5-5", Balanced);
    public static readonly ModelChoice AnthropicFast = new("anthropic", "claude-haiku-5-5", Fast);
    public static readonly ModelChoice GoogleFrontier = new("google", "gemini-3.1-pro-preview", Frontier);
    public static readonly ModelChoice GoogleBalanced = new("google", "gemini-3.8-flash", Balanced);
    public static readonly ModelChoice GoogleFast = new("google", "gemini-3.5-flash-lite", Fast);
    public static readonly ModelChoice LocalBalanced = new("local", "qwen3.8-27b", Balanced);
    public static readonly ModelChoice LocalFast = new("local", "gemma-4", Fast);
    public static readonly ModelChoice LocalSlowPreview = new("local", "gemma-5-preview", Fast);
    public static readonly ModelChoice LocalShakyPreview = new("local", "qwen4-preview", Fast);
}
