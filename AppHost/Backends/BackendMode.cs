namespace Tta.AppHost;

/// <summary>How the backends are realised while the AppHost runs. What is published is always containers.</summary>
internal enum BackendMode
{
    /// <summary>By a container engine.</summary>
    Containers,

    /// <summary>By programs of this machine, and by Observatory for those that have none.</summary>
    Processes,
}
