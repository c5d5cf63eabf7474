using System.Buffers.Binary;
using Microsoft.Extensions.Caching.Distributed;
using Keys = Tta.Primitives.TtaNames.Attributes.Cache;
using Operation = Tta.Primitives.TtaNames.Values.CacheOperation;

namespace Tta.Primitives;

/// <summary>The level shared with other processes. Its failures are counted and otherwise look like misses.</summary>
internal sealed class SecondLevel<TOut>
{
    // Format version, creation time in Unix milliseconds, whether the cost is known, the cost as four ints.
    private const int HeaderLength = 1 + 8 + 1 + 16;
    private const byte Format = 1;

    private readonly WorkflowPrimitive _owner;
    private readonly CacheOptions<TOut> _options;
    private readonly IDistributedCache _cache;
    private readonly ICacheSerializer<TOut> _serializer;
    private readonly CoolDown _coolDown;
    private readonly string _lookup;
    private readonly string _store;

    public SecondLevel(WorkflowPrimitive owner, CacheOptions<TOut> options, IDistributedCache cache)
    {
        _owner = owner;
        _options = options;
        _cache = cache;
        _coolDown = new CoolDown(options.SecondLevelCoolDown, options.TimeProvider);
        _lookup = SpanNames.Lookup(options.SecondLevelBackend);
        _store = SpanNames.Store(options.SecondLevelBackend);
        _serializer = options.Serializer
            ?? (typeof(TOut) == typeof(string) ? (ICacheSerializer<TOut>)(object)new TextCacheSerializer() : null)
            ?? throw new ArgumentException(
                $"The cache has a second level but no serializer for {typeof(TOut).Name}; set {nameof(options.Serializer)}.", nameof(options));
    }

    /// <summary>Finds a result that is still good; nothing while the level is left alone.</summary>
    public async Task<Found?> FindAsync(
        string hash, TimeSpan maxAge, WorkflowContext context, CancellationToken cancellationToken)
    {
        if (!_coolDown.TryEnter(out int generation))
        {
            return null;
        }

        Span span = Span.Start(_lookup, _owner, TtaNames.Values.Action.Lookup, context);
        span.Tag(Keys.Key, hash);
        span.Tag(Keys.TtlSeconds, maxAge.TotalSeconds);
        try
        {
            byte[]? bytes = await AskAsync(stop => _cache.GetAsync(hash, stop), generation, cancellationToken).ConfigureAwait(false);
            Found? found = Read(bytes, maxAge);
            span.Tag(Keys.Hit, Boxed.Of(found is not null));
            span.Tag(Keys.AgeSeconds, found?.Age.TotalSeconds);
            span.Tag(Keys.SavingsUsd, found?.Cost.Known);
            span.Succeed();
            CacheMetrics.Count(_owner, _options.SecondLevelBackend, found is null ? Operation.Miss : Operation.Hit);
            return found;
        }
        catch (Exception exception)
        {
            span.Fail(exception, cancellationToken);
            if (Outcome.IsCancellation(exception, cancellationToken))
            {
                throw;
            }

            CacheMetrics.Count(_owner, _options.SecondLevelBackend, Operation.Error);
            return null;
        }
    }

    /// <summary>Keeps a result for other processes, unless the level is left alone.</summary>
    public async Task StoreAsync(string hash, TOut value, EntryCost cost, WorkflowContext context, CancellationToken cancellationToken)
    {
        if (!_coolDown.TryEnter(out int generation))
        {
            return;
        }

        Span span = Span.Start(_store, _owner, TtaNames.Values.Action.Store, context);
        span.Tag(Keys.Key, hash);
        span.Tag(Keys.TtlSeconds, _options.TimeToLive.TotalSeconds);
        try
        {
            byte[] bytes = Write(value, cost);
            var lifetime = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = _options.TimeToLive };
            await AskAsync(SetAsync, generation, cancellationToken).ConfigureAwait(false);
            span.Succeed();

            async Task<bool> SetAsync(CancellationToken stop)
            {
                await _cache.SetAsync(hash, bytes, lifetime, stop).ConfigureAwait(false);
                return true;
            }
        }
        catch (Exception exception)
        {
            span.Fail(exception, cancellationToken);
            if (Outcome.IsCancellation(exception, cancellationToken))
            {
                throw;
            }

            CacheMetrics.Count(_owner, _options.SecondLevelBackend, Operation.Error);
        }
    }

    /// <summary>Forgets a result.</summary>
    public Task RemoveAsync(string hash, CancellationToken cancellationToken) => _cache.RemoveAsync(hash, cancellationToken);

    /// <summary>Asks the level, cancels that at its time limit, and remembers whether it answered.</summary>
    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, int generation, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.SecondLevelTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            Task<T> asked = ask(either.Token);

            // It may be deaf to its token. Then nobody waits for it any more, and how it ends is nobody's.
            Observe(asked);
            T answer = await asked.WaitAsync(either.Token).ConfigureAwait(false);
            _coolDown.Succeeded(generation);
            return answer;
        }
        catch (Exception exception) when (!Outcome.IsCancellation(exception, cancellationToken))
        {
            _coolDown.Failed(generation);
            if (exception is OperationCanceledException && limit.IsCancellationRequested)
            {
                double milliseconds = _options.SecondLevelTimeout.TotalMilliseconds;
                throw new TimeoutException($"The {_options.SecondLevelBackend} level did not answer within {milliseconds} ms.", exception);
            }

            throw;
        }
    }

    private static void Observe(Task asked)
    {
        if (!asked.IsCompleted)
        {
            _ = asked.ContinueWith(
                static ended => _ = ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private byte[] Write(TOut value, EntryCost cost)
    {
        byte[] payload = _serializer.Serialize(value);
        var bytes = new byte[HeaderLength + payload.Length];
        Span<byte> header = bytes;
        header[0] = Format;
        BinaryPrimitives.WriteInt64LittleEndian(header[1..], _options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        header[9] = cost.IsComplete ? (byte)1 : (byte)0;
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(cost.Usd, parts);
        for (int i = 0; i < parts.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[(10 + (4 * i))..], parts[i]);
        }

        payload.CopyTo(bytes, HeaderLength);
        return bytes;
    }

    private Found? Read(byte[]? bytes, TimeSpan maxAge)
    {
        if (bytes is null)
        {
            return null;
        }

        ReadOnlySpan<byte> header = bytes;
        if (bytes.Length < HeaderLength || header[0] != Format)
        {
            throw new InvalidDataException("Not an entry of this cache.");
        }

        long created = BinaryPrimitives.ReadInt64LittleEndian(header[1..]);
        long age = Math.Max(0, _options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds() - created);
        if (age >= maxAge.TotalMilliseconds)
        {
            return null;
        }

        Span<int> parts = stackalloc int[4];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = BinaryPrimitives.ReadInt32LittleEndian(header[(10 + (4 * i))..]);
        }

        var cost = new EntryCost(new decimal(parts), IsComplete: header[9] != 0);
        return new Found(_serializer.Deserialize(header[HeaderLength..]), TimeSpan.FromMilliseconds(age), cost);
    }

    /// <summary>A result found, how old it is and what it had cost.</summary>
    internal readonly record struct Found(TOut Value, TimeSpan Age, EntryCost Cost);
}
