namespace Tta.Primitives;

/// <summary>What the calls of one model have used up to one moment.</summary>
/// <param name="Provider">Who served the model.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="Usage">The sums; nothing of it is saved dollars, which no model has a part in.</param>
public readonly record struct ModelUsage(string Provider, string Model, UsageSnapshot Usage);
