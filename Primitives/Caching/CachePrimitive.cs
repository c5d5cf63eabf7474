using Keys = Tta.Primitives.TtaNames.Attributes.Cache;
using Operation = Tta.Primitives.TtaNames.Values.CacheOperation;

namespace Tta.Primitives;

/// <summary>Keeps a primitive's results: in memory, and in a second level shared with other processes if there is one.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns. A hit returns the very object, so results must not be changed.</typeparam>
/// <remarks>
/// Callers that miss the same key at the same time share one execution, which a waiter that gives up does not disturb; it runs on the
/// first caller's context. A caller who shared another's execution counts as neither a hit nor a miss (<c>coalesced</c>) and reports no
/// savings: the cache held nothing, and the call was made and paid for. Failures are not kept, null is. When the second level fails or is
/// slow, the inner primitive answers, and the level is left alone for a while. Keys leave the process only as hashes.
/// </remarks>
public sealed class CachePrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private static readonly string MemoryLookup = SpanNames.Lookup(TtaNames.Values.MemoryBackend);

    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly Func<TIn, WorkflowContext, string> _key;
    private readonly CacheOptions<TOut> _options;
    private readonly MemoryLevel<TOut> _memory;
    private readonly SecondLevel<TOut>? _second;
    private readonly SingleFlight<TOut> _flights = new();
    private readonly Func<TOut, long>? _sizeOf;

    /// <summary>Caches a primitive's results.</summary>
    /// <param name="inner">Answers what is not in the cache.</param>
    /// <param name="key">Makes the key of an input; inputs with equal keys have the same result.</param>
    /// <param name="options">What to keep, for how long and where.</param>
    /// <exception cref="ArgumentException">
    /// An argument is null, an option is out of range, or there is a second level but no serializer.
    /// </exception>
    public CachePrimitive(
        WorkflowPrimitive<TIn, TOut> inner, Func<TIn, WorkflowContext, string> key, CacheOptions<TOut>? options = null)
        : base(PrimitiveTypes.Cache, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(key);
        _inner = inner;
        _key = key;
        _options = OptionsCheck.Valid(options ?? new CacheOptions<TOut>());
        _memory = new MemoryLevel<TOut>(_options.MaxEntries, _options.TimeToLive, _options.TimeProvider);
        _second = _options.SecondLevel is { } cache ? new SecondLevel<TOut>(this, _options, cache) : null;
        _sizeOf = _options.SizeOf ?? DefaultSize();
    }

    /// <summary>How many results are held in memory.</summary>
    public int Count => _memory.Measure().Count;

    /// <summary>Forgets the result for an input, on every level.</summary>
    /// <param name="input">The input.</param>
    /// <param name="context">The execution.</param>
    /// <param name="cancellationToken">Cancels the wait for the second level.</param>
    /// <returns>Done when the second level has forgotten too; what it throws surfaces.</returns>
    public Task InvalidateAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        string key = _key(input, context);
        _memory.Remove(key);
        Measure();
        return _second?.RemoveAsync(CacheKey.Hash(Name, key), cancellationToken) ?? Task.CompletedTask;
    }

    /// <summary>Forgets every result held in memory; those of the second level stay until they expire.</summary>
    public void Clear()
    {
        _memory.Clear();
        Measure();
    }

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        LookUpAsync(input, context, _options.TimeToLive, out _, cancellationToken);

    /// <summary>Looks up a result of at most <paramref name="maxAge"/>, or makes one.</summary>
    internal ValueTask<TOut> LookUpAsync(
        TIn input, WorkflowContext context, TimeSpan maxAge, out bool hit, CancellationToken cancellationToken)
    {
        string key = _key(input, context) ?? throw new InvalidOperationException($"The key function of '{Name}' returned null.");
        CacheEntry<TOut>? entry = Instruments.Observed ? ObservedFind(key, context, maxAge) : _memory.Find(key, out _, Ticks(maxAge));
        hit = entry is not null;
        if (entry is null)
        {
            return new ValueTask<TOut>(MissAsync(key, maxAge, input, context, cancellationToken));
        }

        CacheMetrics.Count(this, TtaNames.Values.MemoryBackend, Operation.Hit);
        CacheMetrics.Saved(this, context, entry.Cost);
        return new ValueTask<TOut>(entry.Value);
    }

    private CacheEntry<TOut>? ObservedFind(string key, WorkflowContext context, TimeSpan maxAge)
    {
        Span span = Span.Start(MemoryLookup, this, TtaNames.Values.Action.Lookup, context);
        CacheEntry<TOut>? entry = _memory.Find(key, out long age, Ticks(maxAge));
        if (span.Activity is not null)
        {
            span.Tag(Keys.Hit, Boxed.Of(entry is not null));
            span.Tag(Keys.Key, entry?.Hash(Name) ?? CacheKey.Hash(Name, key));
            span.Tag(Keys.TtlSeconds, maxAge.TotalSeconds);
            if (entry is not null)
            {
                span.Tag(Keys.AgeSeconds, (double)age / _options.TimeProvider.TimestampFrequency);
                span.Tag(Keys.SavingsUsd, entry.Cost.Known);
            }
        }

        span.Succeed();
        return entry;
    }

    private Task<TOut> MissAsync(
        string key, TimeSpan maxAge, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        Task<TOut> flight = _flights.RunAsync(
            key, stop => FillAsync(key, maxAge, input, context, stop), out bool joined, cancellationToken);
        CacheMetrics.Count(this, TtaNames.Values.MemoryBackend, joined ? Operation.Coalesced : Operation.Miss);
        if (joined)
        {
            System.Diagnostics.Activity.Current?.SetTag(Keys.Coalesced, Boxed.True);
        }

        return flight;
    }

    private async Task<TOut> FillAsync(
        string key, TimeSpan maxAge, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        string? hash = _second is null ? null : CacheKey.Hash(Name, key);
        if (_second is not null
            && await _second.FindAsync(hash!, maxAge, context, cancellationToken).ConfigureAwait(false) is { } found)
        {
            CacheMetrics.Saved(this, context, found.Cost);
            Hold(key, found.Value, found.Age, found.Cost);
            return found.Value;
        }

        // A meter of its own: what siblings spend meanwhile is not this result's cost.
        WorkflowContext metered = context.WithOwnMeter();
        TOut output;
        try
        {
            output = await _inner.ExecuteAsync(input, metered, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.AddChildSeconds(metered.ChildSeconds);
        }

        EntryCost cost = EntryCost.Of(metered.Usage.Snapshot());
        Hold(key, output, TimeSpan.Zero, cost);
        if (_second is not null)
        {
            await _second.StoreAsync(hash!, output, cost, cancellationToken).ConfigureAwait(false);
        }

        return output;
    }

    private long Ticks(TimeSpan time) =>
        time == _options.TimeToLive ? long.MaxValue : (long)(time.TotalSeconds * _options.TimeProvider.TimestampFrequency);

    private void Hold(string key, TOut value, TimeSpan age, EntryCost cost)
    {
        TimeProvider time = _options.TimeProvider;
        long created = time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency);
        long size = _sizeOf is null ? 0 : _sizeOf(value) + (2L * key.Length);
        int evicted = _memory.Add(new CacheEntry<TOut>(key, value, created, cost, size));
        CacheMetrics.Count(this, TtaNames.Values.MemoryBackend, Operation.Eviction, evicted);
        Measure();
    }

    private void Measure()
    {
        if (Instruments.CacheEntries.Enabled || Instruments.CacheSize.Enabled)
        {
            CacheMetrics.Measured(this, _memory.Measure(), _sizeOf is not null);
        }
    }

    private static Func<TOut, long>? DefaultSize() =>
        typeof(TOut) == typeof(string) ? value => value is string text ? 2L * text.Length : 0
        : typeof(TOut) == typeof(byte[]) ? value => value is byte[] bytes ? bytes.Length : 0
        : null;
}
