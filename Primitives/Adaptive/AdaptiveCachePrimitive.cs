using System.Globalization;

namespace Tta.Primitives;

/// <summary>A cache that learns how long results are worth keeping.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>
/// An execution is a success, for learning, when it is a hit. How stale a result may be cannot be learned from hits: that is for
/// <see cref="CacheOptions{TOut}.TimeToLive"/> to say, and no strategy keeps results longer. The baseline keeps them for a quarter of it.
/// </remarks>
public sealed class AdaptiveCachePrimitive<TIn, TOut> : AdaptivePrimitive<TIn, TOut, TimeSpan>
{
    private static readonly double[] Ladder = [0.5, 1];

    private readonly CachePrimitive<TIn, TOut> _cache;
    private readonly TimeSpan _longest;
    private readonly TimeSpan _baseline;

    /// <summary>Caches a primitive's results.</summary>
    /// <param name="inner">Answers what is not in the cache.</param>
    /// <param name="key">Makes the key of an input; inputs with equal keys have the same result.</param>
    /// <param name="cache">What to keep and where; its time to live is the longest that is acceptable.</param>
    /// <param name="baseline">How long results are good at first. Default: a quarter of the longest.</param>
    /// <param name="options">How to learn.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is out of range.</exception>
    public AdaptiveCachePrimitive(
        WorkflowPrimitive<TIn, TOut> inner,
        Func<TIn, WorkflowContext, string> key,
        CacheOptions<TOut>? cache = null,
        TimeSpan? baseline = null,
        AdaptiveOptions? options = null)
        : base(PrimitiveTypes.Cache, options)
    {
        cache ??= new CacheOptions<TOut> { Name = Name };
        _cache = new CachePrimitive<TIn, TOut>(inner, key, cache);
        _longest = cache.TimeToLive;
        _baseline = baseline ?? _longest / 4;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_baseline, TimeSpan.Zero, nameof(baseline));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_baseline, _longest, nameof(baseline));
    }

    private protected override (string Description, TimeSpan Settings) Baseline() => (Describe(_baseline), _baseline);

    private protected override (string Name, string Description, TimeSpan Settings)? Propose(int tried)
    {
        if (tried >= Ladder.Length)
        {
            return null;
        }

        TimeSpan longer = _baseline + ((_longest - _baseline) * Ladder[tried]);
        return ($"keep_longer_{tried + 1}", Describe(longer), longer);
    }

    private protected override async ValueTask<(TOut Output, bool Good)> RunAsync(
        TimeSpan settings, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        ValueTask<TOut> lookUp = _cache.LookUpAsync(input, context, settings, out bool hit, cancellationToken);
        return (await lookUp.ConfigureAwait(false), hit);
    }

    private static string Describe(TimeSpan timeToLive) =>
        string.Create(CultureInfo.InvariantCulture, $"results are good for {timeToLive.TotalSeconds} s");
}
