using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>
/// Holds a trace's spans until its local root has ended, then passes them on if the trace failed, was slow, or belongs to a share.
/// Give it every ended span, from <see cref="ActivityListener.ActivityStopped"/> or a span processor.
/// </summary>
public sealed class TailSampler
{
    private readonly Action<Activity> _export;
    private readonly TailSamplerOptions _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<ActivityTraceId, List<Activity>> _traces = [];
    private readonly Queue<ActivityTraceId> _order = new();

    /// <summary>Passes on what is worth keeping.</summary>
    /// <param name="export">Takes the spans of a kept trace, in the order they ended.</param>
    /// <param name="options">What is worth keeping.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is out of range.</exception>
    public TailSampler(Action<Activity> export, TailSamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(export);
        _export = export;
        _options = OptionsCheck.Valid(options ?? new TailSamplerOptions());
    }

    /// <summary>Takes an ended span.</summary>
    /// <param name="span">The span.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="span"/>.</exception>
    public void OnEnd(Activity span)
    {
        ArgumentNullException.ThrowIfNull(span);
        List<Activity>? finished = null;
        List<Activity>? overflow = null;
        lock (_gate)
        {
            if (!_traces.TryGetValue(span.TraceId, out List<Activity>? spans))
            {
                overflow = MakeRoom();
                _traces.Add(span.TraceId, spans = []);
                _order.Enqueue(span.TraceId);
            }

            bool isLocalRoot = span.Parent is null;
            if (spans.Count < _options.MaxSpansPerTrace || isLocalRoot)
            {
                spans.Add(span);
            }

            if (isLocalRoot)
            {
                _traces.Remove(span.TraceId);
                finished = spans;
            }
        }

        Decide(overflow);
        Decide(finished);
    }

    private List<Activity>? MakeRoom()
    {
        if (_order.Count >= 2 * _options.MaxTraces)
        {
            // Most of these have ended.
            ActivityTraceId[] held = [.. _order.Where(_traces.ContainsKey).Distinct()];
            _order.Clear();
            Array.ForEach(held, _order.Enqueue);
        }

        while (_traces.Count >= _options.MaxTraces && _order.TryDequeue(out ActivityTraceId id))
        {
            if (_traces.Remove(id, out List<Activity>? oldest))
            {
                return oldest;
            }
        }

        return null;
    }

    private void Decide(List<Activity>? spans)
    {
        if (spans is null || !IsWorthKeeping(spans))
        {
            return;
        }

        foreach (Activity span in spans)
        {
            _export(span);
        }
    }

    private bool IsWorthKeeping(List<Activity> spans) =>
        spans.Exists(span => span.Status == ActivityStatusCode.Error)
        || spans.Max(span => span.Duration) >= _options.SlowerThan
        || RatioSampler.IsWithin(_options.Ratio, spans[0].TraceId);
}
