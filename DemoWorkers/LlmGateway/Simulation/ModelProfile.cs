namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>How a simulated model behaves at a latency scale of 1, which is about a tenth of what real ones take.</summary>
/// <param name="Id">The model's name on the wire.</param>
/// <param name="Provider">Who serves it.</param>
/// <param name="FirstToken">Median time until it begins to answer.</param>
/// <param name="PerToken">Median time for each token of the answer.</param>
/// <param name="Spread">Standard deviation of the logarithm of the latency.</param>
/// <param name="Verbosity">Multiplies the length of its answers.</param>
/// <param name="Spells">Its bad times, if it has any.</param>
internal sealed record ModelProfile(
    string Id, string Provider, TimeSpan FirstToken, TimeSpan PerToken, double Spread, double Verbosity, BadSpells? Spells = null);
