using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Tta.Primitives;

namespace Primitives.Benchmarks;

/// <summary>The OpenTelemetry SDK aggregates every measurement, with exemplars, and records every span.</summary>
public class ObservedBySdk : Observed
{
    private TracerProvider? _spans;
    private MeterProvider? _metrics;

    protected override void Listen()
    {
        _spans = Sdk.CreateTracerProviderBuilder().AddSource(TtaNames.Source, HandSource).AddProcessor(new Nothing()).Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter(TtaNames.Meter, HandSource)
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddReader(new Collected())
            .Build();
    }

    protected override void StopListening()
    {
        _spans?.Dispose();
        _metrics?.Dispose();
    }

    private sealed class Nothing : BaseProcessor<System.Diagnostics.Activity>;

    private sealed class Collected : MetricReader;
}
