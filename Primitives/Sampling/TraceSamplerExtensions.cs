using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>Samplers without the OpenTelemetry SDK.</summary>
public static class TraceSamplerExtensions
{
    /// <summary>Decides for a listener: <c>new ActivityListener { Sample = sampler.Sample, … }</c>.</summary>
    /// <param name="sampler">The sampler.</param>
    /// <param name="options">The span.</param>
    /// <returns>
    /// All data for a trace that is recorded. Of one that is not, the first span here exists without data: what comes after it, here and
    /// in other processes, has to see that the trace was not chosen, or it would be chosen again and the trace torn.
    /// </returns>
    /// <exception cref="ArgumentNullException">No <paramref name="sampler"/>.</exception>
    public static ActivitySamplingResult Sample(this ITraceSampler sampler, ref ActivityCreationOptions<ActivityContext> options)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        if (sampler.ShouldSample(options.Parent, options.TraceId))
        {
            return ActivitySamplingResult.AllDataAndRecorded;
        }

        bool isFirstHere = options.Parent == default || options.Parent.IsRemote;
        return isFirstHere ? ActivitySamplingResult.PropagationData : ActivitySamplingResult.None;
    }
}
