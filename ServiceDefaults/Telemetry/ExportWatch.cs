using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tta.ServiceDefaults.Telemetry;

/// <summary>
/// Tells the log once when nobody answers at the telemetry endpoint, once when somebody answers again, and once for each
/// kind of refusal. The SDK retries and drops silently by itself.
/// </summary>
internal sealed partial class ExportWatch(IServiceProvider services)
{
    private readonly ConcurrentDictionary<(string Path, HttpStatusCode Status), bool> _refusals = new();
    private int _silent;
    private long _silences;

    /// <summary>True while the last attempt to export found nobody.</summary>
    public bool IsSilent => Volatile.Read(ref _silent) == 1;

    /// <summary>How many attempts found nobody.</summary>
    public long Silences => Interlocked.Read(ref _silences);

    // Resolved late: the logger factory is built from providers that are built from the SDK that uses this.
    private ILogger Logger => services.GetRequiredService<ILoggerFactory>().CreateLogger("Tta.ServiceDefaults.Telemetry");

    public void Silent(Uri endpoint)
    {
        Interlocked.Increment(ref _silences);
        if (Interlocked.Exchange(ref _silent, 1) == 0)
        {
            LogSilent(Logger, endpoint.GetLeftPart(UriPartial.Authority));
        }
    }

    public void Answered(Uri endpoint, HttpStatusCode status)
    {
        if (Interlocked.Exchange(ref _silent, 0) == 1)
        {
            LogAnswersAgain(Logger, endpoint.GetLeftPart(UriPartial.Authority));
        }

        if ((int)status >= 400 && _refusals.TryAdd((endpoint.AbsolutePath, status), true))
        {
            LogRefused(Logger, endpoint.GetLeftPart(UriPartial.Path), (int)status);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No telemetry endpoint answers at {Endpoint}. The service runs on; " +
        "telemetry waits in a bounded buffer and is sent when the endpoint returns. This is said once.")]
    private static partial void LogSilent(ILogger logger, string endpoint);

    [LoggerMessage(Level = LogLevel.Information, Message = "The telemetry endpoint at {Endpoint} answers again.")]
    private static partial void LogAnswersAgain(ILogger logger, string endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The telemetry endpoint {Endpoint} answered with status {Status}. This is said once.")]
    private static partial void LogRefused(ILogger logger, string endpoint, int status);
}
