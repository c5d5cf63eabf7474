namespace Observatory.Charts.Formats;

/// <summary>From this size on, numbers are divided so and have this suffix.</summary>
internal readonly record struct UnitScale(double From, double Divisor, string Suffix);
