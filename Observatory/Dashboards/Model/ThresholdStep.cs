namespace Observatory.Dashboards.Model;

/// <summary>From this value on, this colour.</summary>
/// <param name="From">The value; null for the lowest step.</param>
/// <param name="Color">The colour as written.</param>
internal sealed record ThresholdStep(double? From, string Color);
