using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Tta.ServiceDefaults.Telemetry;

/// <summary>Drops the server spans of health probes, and with them everything below; leaves all else to the configured sampler.</summary>
internal sealed class HealthProbeSampler : Sampler
{
    private readonly Sampler _inner;

    public HealthProbeSampler(Sampler inner)
    {
        _inner = inner;
        Description = $"HealthProbeSampler{{{inner.Description}}}";
    }

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Server && IsProbe(samplingParameters.Tags)
            ? new SamplingResult(SamplingDecision.Drop)
            : _inner.ShouldSample(samplingParameters);

    private static bool IsProbe(IEnumerable<KeyValuePair<string, object?>>? tags)
    {
        if (tags is null)
        {
            return false;
        }

        foreach (var (key, value) in tags)
        {
            if (key == "url.path")
            {
                return value is ServiceDefaultsExtensions.HealthPath or ServiceDefaultsExtensions.AlivePath;
            }
        }

        return false;
    }
}
