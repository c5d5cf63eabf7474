using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>Without Redis the layer is degraded, not unhealthy: it answers at once, and its callers go on without a cache.</summary>
internal sealed class RedisHealthCheck(RedisMetrics metrics) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(metrics.IsUp == false ? HealthCheckResult.Degraded("Redis does not answer.") : HealthCheckResult.Healthy());
}
