using System.Globalization;

namespace Tta.Primitives;

/// <summary>A time limit that learns how long is worth waiting.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
public sealed class AdaptiveTimeoutPrimitive<TIn, TOut> : AdaptivePrimitive<TIn, TOut, WorkflowPrimitive<TIn, TOut>>
{
    private static readonly double[] Ladder = [1.5, 2, 4, 8];

    // What TimeoutOptions allows.
    private static readonly TimeSpan LongestPossible = TimeSpan.FromDays(1);

    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly TimeoutOptions _baseline;
    private readonly TimeSpan _longest;

    /// <summary>Limits a primitive's time.</summary>
    /// <param name="inner">What may take long.</param>
    /// <param name="baseline">The limit at first.</param>
    /// <param name="longest">No limit is longer than this, a day at most. Default: 8 times the first.</param>
    /// <param name="options">How to learn.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is out of range.</exception>
    public AdaptiveTimeoutPrimitive(
        WorkflowPrimitive<TIn, TOut> inner, TimeoutOptions? baseline = null, TimeSpan? longest = null, AdaptiveOptions? options = null)
        : base(PrimitiveTypes.Timeout, options)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _baseline = OptionsCheck.Valid(baseline ?? new TimeoutOptions());
        _longest = longest ?? TimeSpan.FromTicks(Math.Min((_baseline.Limit * Ladder[^1]).Ticks, LongestPossible.Ticks));
        ArgumentOutOfRangeException.ThrowIfLessThan(_longest, _baseline.Limit, nameof(longest));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_longest, LongestPossible, nameof(longest));
    }

    private protected override (string Description, WorkflowPrimitive<TIn, TOut> Settings) Baseline() => Make(1);

    private protected override (string Name, string Description, WorkflowPrimitive<TIn, TOut> Settings)? Propose(int tried)
    {
        if (tried >= Ladder.Length || _baseline.Limit * Ladder[tried] > _longest)
        {
            return null;
        }

        (string description, WorkflowPrimitive<TIn, TOut> settings) = Make(Ladder[tried]);
        return (string.Create(CultureInfo.InvariantCulture, $"limit_x{Ladder[tried]}"), description, settings);
    }

    private protected override async ValueTask<(TOut Output, bool Good)> RunAsync(
        WorkflowPrimitive<TIn, TOut> settings, TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        (await settings.ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false), true);

    private (string Description, WorkflowPrimitive<TIn, TOut> Settings) Make(double factor)
    {
        var options = new TimeoutOptions { Name = Name, Limit = _baseline.Limit * factor, TimeProvider = _baseline.TimeProvider };
        return (
            string.Create(CultureInfo.InvariantCulture, $"at most {options.Limit.TotalSeconds} s"),
            new TimeoutPrimitive<TIn, TOut>(_inner, options));
    }
}
