using Microsoft.Extensions.Logging;

namespace Tta.ServiceDefaults.Spool;

/// <summary>
/// Requests of one signal that wait on disk until the receiver of telemetry takes them, the oldest first; also those of a process before,
/// which was killed. A directory belongs to one process, is its owner's alone and bounded in bytes. What finds no room, or must be given up
/// for another reason, is counted to the item. Safe from any thread.
/// </summary>
internal sealed partial class RequestSpool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<SpooledRequest> _waiting;
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _directory;
    private readonly string _signal;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _bytes;
    private long _number;
    private bool _hasSaidFull;

    /// <exception cref="InvalidConfigurationException">The directory cannot be used.</exception>
    public RequestSpool(string directory, string signal, long maxBytes, TimeProvider time, ILogger logger)
    {
        (_directory, _signal, _maxBytes, _time, _logger) = (Path.Combine(directory, signal), signal, maxBytes, time, logger);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(_directory);
            }
            else
            {
                Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var files = new DirectoryInfo(_directory);
            _waiting = new(files.EnumerateFiles("*" + SpooledRequest.Extension)
                .OrderBy(file => file.Name, StringComparer.Ordinal).Select(SpooledRequest.Found).OfType<SpooledRequest>());
            foreach (var cut in files.EnumerateFiles("*.tmp"))
            {
                cut.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException(
                $"Telemetry cannot wait in '{_directory}' ({exception.Message}). Set {SpoolSettings.DirectoryVariable} to another directory.",
                exception);
        }

        _bytes = _waiting.Sum(request => request.Bytes);
        SpoolMetrics.Begin(signal);
        SpoolMetrics.Waiting(signal, _waiting.Sum(request => request.Items));
    }

    /// <summary>Ends with the service.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>Puts a request at the end, or counts what it carries as lost.</summary>
    public void Store(ReadOnlySpan<byte> body)
    {
        var items = OtlpItems.Count(body);
        lock (_gate)
        {
            var path = Path.Combine(_directory, SpooledRequest.NameOf(_time.GetUtcNow(), _number++, items));
            if (_bytes + body.Length > _maxBytes || !TryWrite(path, body))
            {
                SpoolMetrics.Lost(_signal, SpoolMetrics.Full, items);
                if (!_hasSaidFull)
                {
                    _hasSaidFull = true;
                    LogFull(_logger, _signal, _directory);
                }

                return;
            }

            if (_waiting.Count == 0)
            {
                LogWaiting(_logger, _signal, _directory);
            }

            _waiting.Enqueue(new SpooledRequest(path, items, body.Length));
            _bytes += body.Length;
            SpoolMetrics.Waiting(_signal, items);
        }
    }

    /// <summary>The request that has waited longest, with its body; one that cannot be read any more is counted and passed over.</summary>
    public (SpooledRequest Request, byte[] Body)? Oldest()
    {
        while (true)
        {
            SpooledRequest? request;
            lock (_gate)
            {
                if (!_waiting.TryPeek(out request))
                {
                    return null;
                }
            }

            try
            {
                var body = File.ReadAllBytes(request.Path);
                if (body.Length == request.Bytes)
                {
                    return (request, body);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Counted below: somebody has tidied up.
            }

            Remove(request, SpoolMetrics.Unreadable);
        }
    }

    /// <summary>Takes the oldest request away.</summary>
    /// <param name="request">What <see cref="Oldest"/> returned.</param>
    /// <param name="lostBecause">Why what it carries is lost; null when it has been delivered.</param>
    public void Remove(SpooledRequest request, string? lostBecause = null)
    {
        lock (_gate)
        {
            _waiting.Dequeue();
            _bytes -= request.Bytes;
            if (_waiting.Count == 0)
            {
                _hasSaidFull = false;
                LogDelivered(_logger, _signal);
            }
        }

        SpoolMetrics.Waiting(_signal, -request.Items);
        if (lostBecause is not null)
        {
            SpoolMetrics.Lost(_signal, lostBecause, request.Items);
        }

        try
        {
            File.Delete(request.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It would be sent once more by the next process, which the receiver can bear better than a loss.
        }
    }

    /// <summary>Counts what a receiver has refused for good.</summary>
    public void Refuse(ReadOnlySpan<byte> body) => SpoolMetrics.Lost(_signal, SpoolMetrics.Refused, OtlpItems.Count(body));

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>Complete or not at all: a process that is killed meanwhile leaves a file that the next one does not take for a request.</summary>
    private static bool TryWrite(string path, ReadOnlySpan<byte> body)
    {
        var unfinished = path + ".tmp";
        try
        {
            File.WriteAllBytes(unfinished, body);
            File.Move(unfinished, path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody takes {Signal}: they wait in {Directory}.")]
    private static partial void LogWaiting(ILogger logger, string signal, string directory);

    [LoggerMessage(Level = LogLevel.Information, Message = "All {Signal} that waited have been delivered.")]
    private static partial void LogDelivered(ILogger logger, string signal);

    [LoggerMessage(Level = LogLevel.Error, Message = "No room for {Signal} in {Directory}: the newest are lost, and counted. This is said once.")]
    private static partial void LogFull(ILogger logger, string signal, string directory);
}
