namespace Tta.Dashboards.Model;

/// <summary>From <paramref name="From"/> upwards a value is shown in <paramref name="Color"/>; null is the lowest step.</summary>
internal sealed record Limit(double? From, string Color)
{
    public const string Good = "green";
    public const string Warning = "yellow";
    public const string Bad = "red";

    /// <summary>Neither good nor bad: a figure to know.</summary>
    public const string Neutral = "blue";
}
