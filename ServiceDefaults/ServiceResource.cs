using System.Reflection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Resources;

namespace Tta.ServiceDefaults;

/// <summary>
/// Says which service, version, instance and environment telemetry comes from. The standard settings win over what is found here.
/// </summary>
internal static class ServiceResource
{
    public static void Describe(ResourceBuilder resource, IHostEnvironment environment) => resource
        .Clear()
        .AddService(environment.ApplicationName, serviceVersion: Version)
        .AddAttributes(
        [
            new("deployment.environment.name", environment.EnvironmentName.ToLowerInvariant()),
            new("host.name", Environment.MachineName),
            new("process.pid", Environment.ProcessId),
        ])
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    // The part after '+' is the commit, which is no part of the version.
    private static string Version => Assembly.GetEntryAssembly()?
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
