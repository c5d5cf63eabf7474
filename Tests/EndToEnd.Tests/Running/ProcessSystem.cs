namespace Tta.EndToEnd.Tests.Running;

/// <summary>The system with its backends as processes of this machine.</summary>
internal static class ProcessSystem
{
    // A machine that does other things at the same time starts it more slowly; what is broken never does.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Starts it and waits until all of it is healthy.</summary>
    /// <param name="settings">Environment variables by <c>resource.NAME</c>.</param>
    /// <param name="dashboard">Whether the Aspire dashboard runs, too.</param>
    /// <param name="accessKey">The key that the services ask for; null: none.</param>
    public static Task<AspireSystem> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, bool dashboard = false, string? accessKey = null) =>
        AspireSystem.StartAsync("processes", Patience, settings, dashboard, accessKey);
}
