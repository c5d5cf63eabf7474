namespace Observatory.Charts.TimeSeries;

/// <summary>One measurement of many that can be looked at: where it lies (Unix seconds, value), and where it leads.</summary>
internal sealed record ChartExemplar(double Time, double Value, string Href, string Label);
