using Microsoft.Extensions.Logging;

namespace Tta.ServiceDefaults.Spool;

/// <summary>
/// Requests of spans that wait on disk until the receiver of telemetry takes them, the oldest first; also those of a process before, which
/// was killed. A directory belongs to one process, is its owner's alone and bounded in bytes. When there is no room, whole traces go, of those
/// that wait as of those that come (<see cref="TraceShare"/>), until what is left fits. What goes, for this or another reason, is counted to
/// the span. Safe from any thread.
/// </summary>
internal sealed class RequestSpool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<SpooledRequest> _waiting;
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _directory;
    private readonly string _signal;
    private readonly long _maxBytes;
    private readonly TraceShedding _shedding;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _bytes;
    private long _number;
    private bool _isOldestBeingSent;
    private bool _isDiskFull;
    private int _level;

    // From here on those that wait are not thinned yet to the level below.
    private LinkedListNode<SpooledRequest>? _nextToThin;
    private int _thinning;

    /// <exception cref="InvalidConfigurationException">The directory cannot be used.</exception>
    public RequestSpool(string directory, string signal, long maxBytes, TraceShedding shedding, TimeProvider time, ILogger logger)
    {
        (_directory, _signal, _maxBytes, _shedding, _time, _logger) = (Path.Combine(directory, signal), signal, maxBytes, shedding, time, logger);
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

            _waiting = new(SpooledRequest.FindIn(_directory));
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

    /// <summary>Whether traces are shed now, for want of room here or at another service.</summary>
    public bool IsShedding => Level > 0;

    private int Level => Math.Max(Volatile.Read(ref _level), _shedding.Level);

    /// <summary>Puts a request at the end, without what is shed. What finds no room is counted as lost.</summary>
    public void Store(ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            NeedLevel();
            for (var isSecondTry = false; ;)
            {
                var level = Level;
                var request = Shed(body, level);
                if (request.Kept == 0)
                {
                    return;
                }

                body = request.Body;
                var hasRoom = _bytes + body.Length <= _maxBytes;
                if (hasRoom && SpooledRequest.TryWrite(_directory, _time.GetUtcNow(), _number++, request, level) is { } written)
                {
                    _isDiskFull = false;
                    Add(written);
                    return;
                }

                // A disk that others fill: what waits is not to go for nothing, again and again.
                if ((hasRoom && (isSecondTry || _isDiskFull)) || !TryMakeRoom())
                {
                    if (hasRoom && !_isDiskFull)
                    {
                        _isDiskFull = true;
                        SpoolLog.Full(_logger, _signal, _directory);
                    }

                    Lose(ThinnedRequest.Nothing(body));
                    return;
                }

                isSecondTry |= hasRoom;
            }
        }
    }

    /// <summary>Takes out of a request what is shed now, and counts it.</summary>
    /// <returns>What is left, and how many spans it has.</returns>
    public (ReadOnlyMemory<byte> Body, long Kept) Thin(ReadOnlyMemory<byte> body)
    {
        var request = Shed(body, Level);
        return (request.Body, request.Kept);
    }

    /// <summary>The request that has waited longest, with its body; one that cannot be read any more is counted and passed over.</summary>
    public (SpooledRequest Request, byte[] Body)? Oldest()
    {
        while (true)
        {
            SpooledRequest request;
            lock (_gate)
            {
                NeedLevel();
                _isOldestBeingSent = false;
                for (var level = Level; _waiting.First is { } first && first.Value.Level < level;)
                {
                    Thin(first, level);
                }

                if (_waiting.First is not { } oldest)
                {
                    return null;
                }

                request = oldest.Value;
                _isOldestBeingSent = true;
            }

            if (request.TryRead() is { } body)
            {
                return (request, body);
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
            _isOldestBeingSent = false;
            Remove(_waiting.First!);
        }

        if (lostBecause is not null)
        {
            SpoolMetrics.Lost(_signal, lostBecause, request.Items);
        }

        request.Delete();
    }

    /// <summary>Counts what a receiver has refused for good.</summary>
    public void Refuse(ReadOnlySpan<byte> body) => SpoolMetrics.Lost(_signal, SpoolMetrics.Refused, OtlpItems.Count(body));

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Add(SpooledRequest request)
    {
        if (_waiting.Count == 0)
        {
            SpoolLog.Waiting(_logger, _signal, _directory);
        }

        _waiting.AddLast(request);
        _bytes += request.Bytes;
        SpoolMetrics.Waiting(_signal, request.Items);
    }

    private void Remove(LinkedListNode<SpooledRequest> node)
    {
        _nextToThin = _nextToThin == node ? node.Next : _nextToThin;
        _waiting.Remove(node);
        _bytes -= node.Value.Bytes;
        SpoolMetrics.Waiting(_signal, -node.Value.Items);
        if (_waiting.Count == 0)
        {
            _level = 0;
            SpoolLog.Delivered(_logger, _signal);
        }
    }

    /// <summary>As long as anything waits for which there was no room, all others shed as much.</summary>
    private void NeedLevel()
    {
        if (_level > 0)
        {
            _shedding.Need(_level);
        }
    }

    private ThinnedRequest Shed(ReadOnlyMemory<byte> body, int level)
    {
        var request = ThinnedRequest.Of(body, level);
        Lose(request);
        return request;
    }

    private void Lose(ThinnedRequest request)
    {
        if (request.Lost > 0)
        {
            SpoolMetrics.Lost(_signal, SpoolMetrics.Full, request.Lost);
            SpoolMetrics.LostTraces(request.LostRoots);
        }
    }

    /// <summary>
    /// Thins one of those that wait, or, when all have been, sheds half of the rest from now on and thins one; false when there is none.
    /// </summary>
    private bool TryMakeRoom()
    {
        while (_waiting.Count > (_isOldestBeingSent ? 1 : 0))
        {
            if (_thinning < Level)
            {
                (_thinning, _nextToThin) = (Level, _waiting.First);
            }

            while (_nextToThin is { } node)
            {
                _nextToThin = node.Next;
                if (node.Value.Level < _thinning && !(_isOldestBeingSent && node == _waiting.First))
                {
                    Thin(node, _thinning);
                    return true;
                }
            }

            if (_thinning == TraceShare.MaxLevel)
            {
                break;
            }

            _level = Level + 1;
            _shedding.Need(_level);
            SpoolLog.Shedding(_logger, _directory, 1 << _level);
        }

        return false;
    }

    private void Thin(LinkedListNode<SpooledRequest> node, int level)
    {
        var request = node.Value;
        var thinned = request.TryRead() is { } body ? ThinnedRequest.Of(body, level) : (ThinnedRequest?)null;
        if (thinned is { Kept: > 0 } less && request.TryReplace(less, level) is { } replaced)
        {
            Lose(less);
            SpoolMetrics.Waiting(_signal, -less.Lost);
            _bytes -= request.Bytes - replaced.Bytes;
            node.Value = replaced;
            return;
        }

        if (thinned is { Kept: 0 } nothing)
        {
            Lose(nothing);
        }
        else
        {
            SpoolMetrics.Lost(_signal, SpoolMetrics.Unreadable, request.Items);
        }

        Remove(node);
        request.Delete();
    }
}
