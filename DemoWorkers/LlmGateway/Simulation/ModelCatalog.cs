namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>The models that the gateway can play. The names match <c>prices.json</c>; the local ones have no price.</summary>
internal static class ModelCatalog
{
    public static readonly IReadOnlyList<ModelProfile> Models =
    [
        Frontier("gpt-6-sol", "openai", 1.1),
        Balanced("gpt-6.1-terra", "openai", 1.0),
        Fast("gpt-6-luna", "openai", 0.8),
        Frontier("claude-opus-5-5", "anthropic", 1.3),
        Balanced("claude-sonnet-5-5", "anthropic", 1.2),
        Fast("claude-haiku-5-5", "anthropic", 0.9),
        Frontier("gemini-3.1-pro-preview", "google", 1.2),
        Balanced("gemini-3.8-flash", "google", 1.0),
        Fast("gemini-3.5-flash-lite", "google", 0.8),
        Local("qwen3.8-27b", 1.0),
        Local("gemma-4", 0.7),

        // Previews are not dependable yet: what limits, breakers and fallbacks are for. The first is slow enough that a busy machine does not
        // change what a limit learns about it: that half as much again is worth waiting, which is seen within two minutes.
        new("gemma-5-preview", "local", TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(0.7), 0.15, 0.7,
            new BadSpells(Good: 18, Bad: 7, Fails: false, Slowness: 2.6)),
        Local("qwen4-preview", 0.7, new BadSpells(Good: 20, Bad: 5, Fails: true, Slowness: 1)),
    ];

    private static readonly Dictionary<string, ModelProfile> ById = Models.ToDictionary(model => model.Id, StringComparer.Ordinal);

    public static IReadOnlyList<string> Providers { get; } = [.. Models.Select(model => model.Provider).Distinct()];

    public static ModelProfile? Find(string id) => ById.GetValueOrDefault(id);

    private static ModelProfile Frontier(string id, string provider, double verbosity) =>
        new(id, provider, TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(0.9), 0.35, verbosity);

    private static ModelProfile Balanced(string id, string provider, double verbosity) =>
        new(id, provider, TimeSpan.FromMilliseconds(35), TimeSpan.FromMilliseconds(0.5), 0.30, verbosity);

    private static ModelProfile Fast(string id, string provider, double verbosity) =>
        new(id, provider, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(0.25), 0.25, verbosity);

    private static ModelProfile Local(string id, double verbosity, BadSpells? spells = null) =>
        new(id, "local", TimeSpan.FromMilliseconds(15), TimeSpan.FromMilliseconds(0.7), 0.45, verbosity, spells);
}
