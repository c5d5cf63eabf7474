using System.Reflection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Resources;

namespace Tta.ServiceDefaults.Telemetry;

/// <summary>Says which service, version, instance and environment telemetry comes from. The standard settings win over what is found here.</summary>
internal static class TelemetryResource
{
    public static Action<ResourceBuilder> For(IHostEnvironment environment) => builder => builder
        .Clear()
        .AddService(environment.ApplicationName, serviceVersion: Version(), serviceInstanceId: Guid.NewGuid().ToString())
        .AddAttributes(
        [
            new("deployment.environment.name", environment.EnvironmentName.ToLowerInvariant()),
            new("host.name", Environment.MachineName),
            new("process.pid", Environment.ProcessId),
        ])
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private static string Version()
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

        // The part after '+' is the commit, which is no part of the version.
        return version?.Split('+')[0] ?? "0.0.0";
    }
}
