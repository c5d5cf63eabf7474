using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Primitives.Benchmarks;

/// <summary>Listeners that do nothing: what is left is what the primitives and the runtime cost.</summary>
public class ObservedByListeners : Observed
{
    private ActivityListener? _spans;
    private MeterListener? _metrics;

    protected override void Listen()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_spans);
        _metrics = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _metrics.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        _metrics.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        _metrics.SetMeasurementEventCallback<int>((_, _, _, _) => { });
        _metrics.Start();
    }

    protected override void StopListening()
    {
        _spans?.Dispose();
        _metrics?.Dispose();
    }
}
