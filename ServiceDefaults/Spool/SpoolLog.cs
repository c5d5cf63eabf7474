using Microsoft.Extensions.Logging;

namespace Tta.ServiceDefaults.Spool;

/// <summary>What a spool says in the log.</summary>
internal static partial class SpoolLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody takes {Signal}: they wait in {Directory}.")]
    public static partial void Waiting(ILogger logger, string signal, string directory);

    [LoggerMessage(Level = LogLevel.Information, Message = "All {Signal} that waited have been delivered.")]
    public static partial void Delivered(ILogger logger, string signal);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "There is no room in {Directory}: one trace of {Of} is kept, the others are lost, and counted.")]
    public static partial void Shedding(ILogger logger, string directory, int of);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "{Signal} cannot be written to {Directory}: the newest are lost, and counted. This is said once.")]
    public static partial void Full(ILogger logger, string signal, string directory);
}
