namespace Observatory.Hosting;

/// <summary>
/// Work to do before Observatory is ready, such as replaying what is on disk. Registered as a singleton; runs in the background once
/// the listeners are open, so that <c>/alive</c> answers and senders are told to come again.
/// </summary>
internal interface IStartupTask
{
    /// <summary>What is shown in <c>/health</c> until it is done, e.g. "trace replay".</summary>
    string Name { get; }

    /// <summary>Does the work. An exception ends the process.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
