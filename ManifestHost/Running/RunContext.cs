using ManifestHost.Expressions;
using ManifestHost.Planning;
using ManifestHost.Processes;

namespace ManifestHost.Running;

/// <summary>What all resources of a run share.</summary>
internal sealed record RunContext(
    RunDirectory Directory,
    PortAllocator Ports,
    SecretRegistry Secrets,
    Watchdog Watchdog,
    ReadinessProbe Probe,
    TimeSpan StartTimeout,
    TimeSpan StopTimeout,
    Action Changed);
