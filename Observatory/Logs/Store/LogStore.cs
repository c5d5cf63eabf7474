using Observatory.Hosting;
using Observatory.Logs.Model;
using Observatory.SelfMonitoring;
using Observatory.Storage;

namespace Observatory.Logs.Store;

/// <summary>
/// The newest log records, in memory for searching and in a journal for the next start. One thread adds at a time; searches take no lock.
/// </summary>
internal sealed class LogStore : IMaintainedStore
{
    private readonly Lock _gate = new();
    private readonly LogsOptions _options;
    private readonly TimeSpan _retention;
    private readonly TimeProvider _time;
    private readonly LogJournal _journal;
    private readonly ProcessEnd _end;
    private readonly SelfCounter _stored;
    private readonly SelfCounter _overSize;
    private readonly SelfCounter _overAge;
    private LogChunk[] _chunks = [];

    /// <summary>An empty store; <see cref="Replay"/> fills it with what the journal holds.</summary>
    public LogStore(LogsOptions options, ObservatoryOptions common, LogJournal journal, TimeProvider time, ProcessEnd end, SelfMetrics metrics)
    {
        (_options, _retention, _journal, _time, _end) = (options, common.Retention, journal, time, end);
        // The store is to its receiver what an exporter's backend is in the collector.
        _stored = metrics.Counter("otelcol_exporter_sent_log_records_total", "Count of log records stored.", ("exporter", "observatory"));
        _overSize = metrics.Counter("observatory_log_records_dropped_total", "Log records forgotten.", ("reason", "size"));
        _overAge = metrics.Counter("observatory_log_records_dropped_total", "Log records forgotten.", ("reason", "age"));
        metrics.Gauge("observatory_log_records", "Log records that can be searched.", () => Records);
        metrics.Gauge("observatory_log_disk_bytes", "Bytes of the files that hold log records.", () => journal.Bytes);
        metrics.Gauge("observatory_log_disk_limit_bytes", "Bytes that the files of log records may take.", () => options.MaxLogDiskBytes);
        metrics.Gauge("observatory_log_memory_bytes", "Memory set aside for log records.", () => Volatile.Read(ref _chunks).Length * (double)LogChunk.Size);
    }

    /// <summary>Records that can be searched.</summary>
    public long Records => Volatile.Read(ref _chunks).Sum(chunk => (long)chunk.Count);

    /// <summary>Keeps records, in the order of their arrival.</summary>
    /// <returns>Why they could not be kept; nothing when they were.</returns>
    public string? Add(IReadOnlyList<byte[]> records)
    {
        if (records.Count == 0)
        {
            return null;
        }

        lock (_gate)
        {
            if (_journal.Append(records) is { } refusal)
            {
                return refusal;
            }

            try
            {
                Remember(records);
            }
            catch (OutOfMemoryException)
            {
                // They are kept: the next start finds them on the disk. A refusal would have them sent, and kept, twice.
                _end.Fail("no memory for log records that are on the disk already");
            }

            _stored.Add(records.Count);
            return null;
        }
    }

    /// <summary>Takes back what the journal holds. Called once, before anything is added.</summary>
    public void Replay(CancellationToken cancellation)
    {
        lock (_gate)
        {
            _journal.Replay(Remember, cancellation);
        }

        Maintain();
    }

    /// <inheritdoc/>
    public string Name => "logs";

    /// <inheritdoc/>
    public void Maintain()
    {
        lock (_gate)
        {
            while (_chunks.Length > 0 && IsOld(_chunks[0]))
            {
                Drop(_overAge);
            }
        }

        _journal.Maintain();
    }

    /// <inheritdoc/>
    public void Flush() => _journal.Flush();

    /// <summary>Finds the newest records that match: the newest by arrival, given in the order of their own times.</summary>
    public LogSearchResult Search(LogQuery query, CancellationToken cancellation) => Search(query, null, cancellation);

    /// <summary>The same, and counts into <paramref name="volume"/> all that match, which means looking at every record.</summary>
    public LogSearchResult Search(LogQuery query, LogVolume? volume, CancellationToken cancellation)
    {
        var found = new List<byte[]>();
        var more = false;
        var chunks = Volatile.Read(ref _chunks);
        for (var i = chunks.Length - 1; i >= 0 && !IsOld(chunks[i]) && (volume is not null || !more); i--)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var j = chunks[i].Count - 1; j >= 0; j--)
            {
                var record = chunks[i][j];
                volume?.AddService(record);
                if (!query.Matches(record))
                {
                    continue;
                }

                volume?.Add(record);
                if (found.Count < query.Limit)
                {
                    found.Add(record.ToArray());
                    continue;
                }

                more = true;
                if (volume is null)
                {
                    break;
                }
            }
        }

        return new([.. found.OrderByDescending(record => LogLayout.ReadUInt64(record, LogLayout.Time))], more);
    }

    private void Remember(IReadOnlyList<byte[]> records)
    {
        foreach (var record in records)
        {
            if (_chunks.Length == 0 || !_chunks[^1].TryAdd(record))
            {
                MakeRoom();
                var chunk = new LogChunk();
                chunk.TryAdd(record);
                Volatile.Write(ref _chunks, [.. _chunks, chunk]);
            }
        }
    }

    private bool IsOld(LogChunk chunk)
    {
        var oldest = _time.GetUtcNow() - _retention - DateTimeOffset.UnixEpoch;
        return oldest > TimeSpan.Zero && chunk.NewestUnixNano < (ulong)oldest.Ticks * 100;
    }

    private void MakeRoom()
    {
        while (_chunks.Length > 0 && (_chunks.Length + 1) * (long)LogChunk.Size > _options.MaxLogMemoryBytes)
        {
            Drop(_overSize);
        }
    }

    private void Drop(SelfCounter counter)
    {
        counter.Add(_chunks[0].Count);
        Volatile.Write(ref _chunks, _chunks[1..]);
    }
}

/// <summary>What a search found.</summary>
/// <param name="Records">The records, newest first.</param>
/// <param name="More">Whether there are older ones that match but were over the limit.</param>
internal sealed record LogSearchResult(IReadOnlyList<byte[]> Records, bool More);
