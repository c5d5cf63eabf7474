namespace ManifestHost;

/// <summary>What a resource is doing. In <c>stack.json</c> the names are written in lower case.</summary>
public enum ResourceState
{
    /// <summary>It waits for the resources it refers to.</summary>
    Waiting,

    /// <summary>Its process runs and is not ready yet.</summary>
    Starting,

    /// <summary>It is ready.</summary>
    Healthy,

    /// <summary>Its process runs but does not answer its readiness question (any more).</summary>
    Unhealthy,

    /// <summary>Its process ended; it will be started again after a pause.</summary>
    Restarting,

    /// <summary>It never became ready; it is not tried again.</summary>
    Failed,

    /// <summary>It has been asked to end.</summary>
    Stopping,

    /// <summary>It has ended, on request.</summary>
    Stopped,
}
