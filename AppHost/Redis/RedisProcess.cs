#pragma warning disable ASPIRECERTIFICATES001 // Experimental: without it, a trusted development certificate would turn Redis to TLS.
using Microsoft.Extensions.DependencyInjection;

namespace Tta.AppHost;

internal static class RedisProcess
{
    private static readonly ProgramOfMachine Program = new(
        ["redis-server"], "redis-server", "redis", "https://redis.io/docs/latest/operate/oss_and_stack/install/");

    /// <summary>Runs Redis as a program of this machine where there are no containers. Its password is in a file of its owner's, and on no command line.</summary>
    /// <param name="cache">Redis.</param>
    public static IResourceBuilder<RedisResource> RunAsProcess(this IResourceBuilder<RedisResource> cache) =>
        cache.RunAsProcess(
            Program,
            process => process
                .WithPing()
                .WithoutHttpsCertificate()
                .WithFile("redis.conf", async cancellation => $"""
                    requirepass {await cache.Resource.PasswordParameter!.GetValueAsync(cancellation)}
                    dir {process.Volume("tta-cache")}
                    save 60 1
                    maxmemory 128mb
                    maxmemory-policy allkeys-lru
                    """)
                .WithArgs("redis.conf", "--bind", ProcessBuilderExtensions.Loopback, "--port", cache.Resource.PrimaryEndpoint.Property(EndpointProperty.TargetPort)),
            (container, command, directory) => new RedisProcessResource(container, command, directory));

    // Aspire's own check waits for an event of the resource in whose place the process is.
    private static IResourceBuilder<ProcessResource> WithPing(this IResourceBuilder<ProcessResource> process)
    {
        foreach (var check in process.Resource.Annotations.OfType<HealthCheckAnnotation>().ToList())
        {
            process.Resource.Annotations.Remove(check);
        }

        string? connectionString = null;
        var redis = (IResourceWithConnectionString)process.Resource;
        process.ApplicationBuilder.Eventing.Subscribe<ConnectionStringAvailableEvent>(process.Resource, async (_, cancellation) =>
            connectionString = await redis.GetConnectionStringAsync(cancellation));
        var name = $"{process.Resource.Name}_ping";
        process.ApplicationBuilder.Services.AddHealthChecks()
            .AddRedis(_ => connectionString ?? throw new InvalidOperationException("Where Redis listens is not known yet."), name);
        return process.WithHealthCheck(name);
    }
}
