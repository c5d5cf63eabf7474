using System.Diagnostics;
using Keys = Tta.Primitives.TtaNames.Attributes.Cache;
using Operation = Tta.Primitives.TtaNames.Values.CacheOperation;

namespace Tta.Primitives;

/// <summary>Keeps a primitive's results: in memory, and in a second level shared with other processes if there is one.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns. A hit returns the very object, so results must not be changed.</typeparam>
/// <remarks>
/// Callers that miss the same key at the same time share one execution (a span of its own, <c>cache.fill</c>, which those who came later
/// link to). It runs on the first caller's context, with a copy of its state and without its deadline: each caller leaves when it is
/// cancelled or its own deadline passes, and when all have left the execution is cancelled. Its cost is booked to the first of those who
/// wait. A caller who shared another's execution counts as neither a hit nor a miss (<c>coalesced</c>) and reports no savings: the cache
/// held nothing, and the call was made and paid for. Failures are not kept, null is. When the second level fails or is slow, the inner
/// primitive answers, and the level is left alone for a while. Keys leave the process only as hashes, together with the cache's name
/// and types: caches of one name, one pair of types and one second level answer for each other.
/// </remarks>
public sealed class CachePrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private static readonly string MemoryLookup = SpanNames.Lookup(TtaNames.Values.MemoryBackend);

    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly Func<TIn, WorkflowContext, string> _key;
    private readonly CacheOptions<TOut> _options;
    private readonly MemoryLevel<TOut> _memory;
    private readonly SecondLevel<TOut>? _second;
    private readonly SingleFlight<TOut> _flights;
    private readonly string _scope;
    private readonly Func<TOut, long>? _sizeOf;

    /// <summary>Caches a primitive's results.</summary>
    /// <param name="inner">Answers what is not in the cache.</param>
    /// <param name="key">Makes the key of an input; inputs with equal keys have the same result.</param>
    /// <param name="options">What to keep, for how long and where.</param>
    /// <exception cref="ArgumentException">
    /// An argument is null, an option is out of range, or there is a second level but no name of its own or no serializer, or
    /// <typeparamref name="TOut"/> is a stream, which can be read only once.
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
        if (_options is { SecondLevel: not null, Name: null })
        {
            throw new ArgumentException(
                $"A cache with a second level needs a {nameof(_options.Name)}: caches without one would answer for each other there.",
                nameof(options));
        }

        if (typeof(TOut) == typeof(LlmStream))
        {
            throw new ArgumentException(
                $"A model's stream can be read once, so it cannot be cached; cache what {nameof(LlmStream.ReadAsync)} makes of it.", nameof(inner));
        }

        _scope = CacheKey.Scope<TIn, TOut>(Name);
        _memory = new MemoryLevel<TOut>(_options.MaxEntries, _options.TimeToLive, _options.TimeProvider);
        _flights = new SingleFlight<TOut>(this, _options.TimeProvider);
        _second = _options.SecondLevel is { } cache ? new SecondLevel<TOut>(this, _options, cache) : null;
        _sizeOf = _options.SizeOf ?? DefaultSize();
    }

    /// <summary>How many results are held in memory.</summary>
    public int Count => _memory.Measure().Count;

    /// <summary>Forgets the result for an input, on every level; one that is being made is handed out but not kept.</summary>
    /// <param name="input">The input.</param>
    /// <param name="context">The execution.</param>
    /// <param name="cancellationToken">Cancels the wait for the second level.</param>
    /// <returns>Done when the second level has forgotten too; what it throws surfaces.</returns>
    public Task InvalidateAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        string key = KeyOf(input, context);
        Flight<TOut>? flight = _flights.Invalidate(key);
        _memory.Remove(key);
        Measure();
        return _second is null ? Task.CompletedTask : RemoveAsync(_second, CacheKey.Hash(_scope, key), flight, cancellationToken);
    }

    /// <summary>Forgets every result held in memory or being made; those of the second level stay until they expire.</summary>
    public void Clear()
    {
        _flights.InvalidateAll();
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
        string key = KeyOf(input, context);
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
            span.Tag(Keys.Key, entry?.Hash(_scope) ?? CacheKey.Hash(_scope, key));
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

    private string KeyOf(TIn input, WorkflowContext context) =>
        _key(input, context) ?? throw new InvalidOperationException($"The key function of '{Name}' returned null.");

    private static async Task RemoveAsync(SecondLevel<TOut> second, string hash, Flight<TOut>? flight, CancellationToken cancellationToken)
    {
        // What is on its way there would arrive after it was forgotten.
        if (flight?.Storing is { } storing)
        {
            await storing.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await second.RemoveAsync(hash, cancellationToken).ConfigureAwait(false);
    }

    private Task<TOut> MissAsync(
        string key, TimeSpan maxAge, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        if (context.Deadline is { } deadline && deadline <= _options.TimeProvider.GetUtcNow())
        {
            return Task.FromException<TOut>(_flights.Late(TimeSpan.Zero, deadline));
        }

        // This execution's span; a stranger's, when nobody listens to ours, is not to be written on.
        Activity? span = Activity.Current is { } current && current.Source == Instruments.Source ? current : null;
        (Flight<TOut> flight, Task<TOut> wait) = _flights.Run(
            key, context, started => FillAsync(started, key, maxAge, input, context), out bool joined, cancellationToken);
        bool coalesced = joined || flight.Found;
        CacheMetrics.Count(this, TtaNames.Values.MemoryBackend, coalesced ? Operation.Coalesced : Operation.Miss);
        if (!coalesced || span is null)
        {
            return wait;
        }

        span.SetTag(Keys.Coalesced, Boxed.True);
        return joined ? LinkAsync(wait, flight, span) : wait;
    }

    private static async Task<TOut> LinkAsync(Task<TOut> wait, Flight<TOut> flight, Activity span)
    {
        try
        {
            return await wait.ConfigureAwait(false);
        }
        finally
        {
            if (flight.Span is { } fill)
            {
                span.AddLink(new ActivityLink(fill.Context));
            }
        }
    }

    private async Task<TOut> FillAsync(Flight<TOut> flight, string key, TimeSpan maxAge, TIn input, WorkflowContext context)
    {
        if (_memory.Find(key, out _, Ticks(maxAge)) is { } landed)
        {
            // Another execution ended between this caller's look-up and now.
            flight.Found = true;
            return landed.Value;
        }

        WorkflowContext shared = context.CreateShared(flight.Meter);
        Span span = Span.Start(TtaNames.Spans.Cache.Fill, this, TtaNames.Values.Action.Fill, shared);
        flight.Span = span.Activity;
        string hash = span.Activity is null && _second is null ? "" : CacheKey.Hash(_scope, key);
        span.Tag(Keys.Key, hash);
        try
        {
            TOut output = await MakeAsync(flight, key, hash, maxAge, input, shared).ConfigureAwait(false);
            span.Succeed();
            return output;
        }
        catch (Exception exception)
        {
            span.Fail(exception, flight.Stop.Token);
            throw;
        }
    }

    private async Task<TOut> MakeAsync(
        Flight<TOut> flight, string key, string hash, TimeSpan maxAge, TIn input, WorkflowContext context)
    {
        CancellationToken stop = flight.Stop.Token;
        if (_second is not null && await _second.FindAsync(hash, maxAge, context, stop).ConfigureAwait(false) is { } found)
        {
            CacheMetrics.Saved(this, context, found.Cost);
            Hold(flight, key, found.Value, found.Age, found.Cost);
            return found.Value;
        }

        // The meter is the flight's own: what its callers spend elsewhere is not this result's cost.
        TOut output;
        try
        {
            output = await _inner.ExecuteAsync(input, context, stop).ConfigureAwait(false);
        }
        finally
        {
            flight.InnerSeconds = context.ChildSeconds;
        }

        EntryCost cost = EntryCost.Of(flight.Meter.Snapshot());
        Hold(flight, key, output, TimeSpan.Zero, cost);
        if (_second is not null)
        {
            await StoreAsync(_second, flight, hash, output, cost, context).ConfigureAwait(false);
        }

        return output;
    }

    private async Task StoreAsync(
        SecondLevel<TOut> second, Flight<TOut> flight, string hash, TOut output, EntryCost cost, WorkflowContext context)
    {
        var storing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_flights.Keep(flight, () => flight.Storing = storing))
        {
            return;
        }

        try
        {
            await second.StoreAsync(hash, output, cost, context, flight.Stop.Token).ConfigureAwait(false);
        }
        finally
        {
            storing.SetResult();
        }
    }

    private long Ticks(TimeSpan time) =>
        time == _options.TimeToLive ? long.MaxValue : (long)(time.TotalSeconds * _options.TimeProvider.TimestampFrequency);

    /// <summary>Holds a result unless it was forgotten while it was made.</summary>
    private void Hold(Flight<TOut> flight, string key, TOut value, TimeSpan age, EntryCost cost)
    {
        TimeProvider time = _options.TimeProvider;
        long created = time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency);
        long size = _sizeOf is null ? 0 : _sizeOf(value) + (2L * key.Length);
        var entry = new CacheEntry<TOut>(key, value, created, cost, size);
        int evicted = 0;
        _flights.Keep(flight, () => evicted = _memory.Add(entry));
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
