namespace Observatory.Charts.Drawing;

/// <summary>A marked time (Unix seconds). The higher the level, the sooner a narrow chart leaves it out.</summary>
internal readonly record struct TimeTick(double Time, int Level);
