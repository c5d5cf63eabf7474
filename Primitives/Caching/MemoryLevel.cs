namespace Tta.Primitives;

/// <summary>A strict least-recently-used map with a time to live. Safe from any thread.</summary>
internal sealed class MemoryLevel<TOut>(int maxEntries, TimeSpan timeToLive, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CacheEntry<TOut>> _entries = new(StringComparer.Ordinal);
    private readonly long _timeToLive = (long)(timeToLive.TotalSeconds * time.TimestampFrequency);
    private CacheEntry<TOut>? _newest;
    private CacheEntry<TOut>? _oldest;
    private long _size;

    /// <summary>Finds a result that is still good and makes it the most recently used.</summary>
    /// <param name="key">The key.</param>
    /// <param name="age">Its age in the clock's ticks.</param>
    /// <param name="maxAge">How old it may be in the clock's ticks, where that is less than the time to live.</param>
    public CacheEntry<TOut>? Find(string key, out long age, long maxAge = long.MaxValue)
    {
        long now = time.GetTimestamp();
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out CacheEntry<TOut>? entry))
            {
                age = now - entry.Created;
                if (age < _timeToLive)
                {
                    if (age >= maxAge)
                    {
                        return null;
                    }

                    if (entry != _newest)
                    {
                        Unlink(entry);
                        LinkNewest(entry);
                    }

                    return entry;
                }

                Remove(entry);
            }
        }

        age = 0;
        return null;
    }

    /// <summary>Holds a result, in place of an older one under its key, and makes room for it.</summary>
    /// <returns>How many others had to go.</returns>
    public int Add(CacheEntry<TOut> entry)
    {
        int evicted = 0;
        lock (_gate)
        {
            if (_entries.TryGetValue(entry.Key, out CacheEntry<TOut>? former))
            {
                Remove(former);
            }

            while (_entries.Count >= maxEntries)
            {
                Remove(_oldest!);
                evicted++;
            }

            _entries.Add(entry.Key, entry);
            _size += entry.Size;
            LinkNewest(entry);
        }

        return evicted;
    }

    /// <summary>Forgets a result.</summary>
    public bool Remove(string key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out CacheEntry<TOut>? entry))
            {
                return false;
            }

            Remove(entry);
            return true;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _newest = _oldest = null;
            _size = 0;
        }
    }

    /// <summary>All results that are still good, the most recently used first.</summary>
    public IReadOnlyList<CacheEntry<TOut>> Recent()
    {
        long now = time.GetTimestamp();
        lock (_gate)
        {
            var entries = new List<CacheEntry<TOut>>(_entries.Count);
            for (CacheEntry<TOut>? entry = _newest; entry is not null; entry = entry.Older)
            {
                if (now - entry.Created < _timeToLive)
                {
                    entries.Add(entry);
                }
            }

            return entries;
        }
    }

    /// <summary>How many results are held, and their size.</summary>
    public (int Count, long Size) Measure()
    {
        lock (_gate)
        {
            return (_entries.Count, _size);
        }
    }

    private void Remove(CacheEntry<TOut> entry)
    {
        _entries.Remove(entry.Key);
        _size -= entry.Size;
        Unlink(entry);
    }

    private void LinkNewest(CacheEntry<TOut> entry)
    {
        entry.Older = _newest;
        entry.Newer = null;
        if (_newest is not null)
        {
            _newest.Newer = entry;
        }

        _newest = entry;
        _oldest ??= entry;
    }

    private void Unlink(CacheEntry<TOut> entry)
    {
        if (entry.Newer is null)
        {
            _newest = entry.Older;
        }
        else
        {
            entry.Newer.Older = entry.Older;
        }

        if (entry.Older is null)
        {
            _oldest = entry.Newer;
        }
        else
        {
            entry.Older.Newer = entry.Newer;
        }

        entry.Newer = entry.Older = null;
    }
}
