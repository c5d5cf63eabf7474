using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>
/// Decides which traces are recorded. For the OpenTelemetry SDK, call it from a <c>Sampler</c>; without it, listen with
/// <see cref="TraceSamplerExtensions.Sample"/>.
/// </summary>
public interface ITraceSampler
{
    /// <summary>Decides for a span. With a parent, its decision is followed, so that traces are whole.</summary>
    /// <param name="parent">The span's parent; default for a root.</param>
    /// <param name="traceId">The trace.</param>
    /// <returns>Whether to record it.</returns>
    bool ShouldSample(in ActivityContext parent, ActivityTraceId traceId);
}
