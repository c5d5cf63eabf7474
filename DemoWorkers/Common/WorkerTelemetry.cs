using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tta.DemoWorkers.Common;

/// <summary>The workers' own source and meter, beside those of the library.</summary>
internal static class WorkerTelemetry
{
    public const string Name = "Tta.DemoWorkers";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
