namespace Tta.Primitives;

/// <summary>The names of everything the library emits. Nothing else in the library spells one out.</summary>
public static partial class TtaNames
{
    /// <summary>The <see cref="System.Diagnostics.ActivitySource"/> to add to a tracer.</summary>
    public const string Source = "Tta.Primitives";

    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/> to add to a metrics reader.</summary>
    public const string Meter = "Tta.Primitives";
}
