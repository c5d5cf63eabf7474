namespace Observatory.Hosting;

/// <summary>Ends the process when it can't go on as it is, so that whoever runs it starts it again.</summary>
internal sealed partial class ProcessEnd(IHostApplicationLifetime lifetime, ILogger<ProcessEnd> logger)
{
    private string? _why;

    /// <summary>Why the process ends with a failure; null while there is no reason to.</summary>
    public string? Why => Volatile.Read(ref _why);

    /// <summary>Ends the process with a failure. The first reason counts.</summary>
    public void Fail(string why)
    {
        if (Interlocked.CompareExchange(ref _why, why, null) is null)
        {
            LogEnding(why);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(LogLevel.Critical, "The process ends: {Why}")]
    private partial void LogEnding(string why);
}
