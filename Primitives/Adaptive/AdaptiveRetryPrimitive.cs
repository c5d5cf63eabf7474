using System.Globalization;

namespace Tta.Primitives;

/// <summary>A retry that learns how often and how patiently to try.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
public sealed class AdaptiveRetryPrimitive<TIn, TOut> : AdaptivePrimitive<TIn, TOut, WorkflowPrimitive<TIn, TOut>>
{
    // What to try in turn: more retries, longer waits, both, shorter waits.
    private static readonly (string Name, bool More, double Delay)[] Ladder =
    [
        ("more_retries", true, 1), ("longer_waits", false, 4), ("more_and_longer", true, 4), ("shorter_waits", true, 0.25),
    ];

    private const int MostRetries = 10;

    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly RetryOptions _baseline;
    private readonly (string Name, int Retries, TimeSpan Delay)[] _ways;

    /// <summary>Retries a primitive.</summary>
    /// <param name="inner">What may fail.</param>
    /// <param name="baseline">How to retry at first.</param>
    /// <param name="options">How to learn.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is out of range.</exception>
    public AdaptiveRetryPrimitive(WorkflowPrimitive<TIn, TOut> inner, RetryOptions? baseline = null, AdaptiveOptions? options = null)
        : base(PrimitiveTypes.Retry, options)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _baseline = OptionsCheck.Valid(baseline ?? new RetryOptions());

        // What the limits make equal to the baseline, or to one before, is not worth a try of its own.
        _ways =
        [
            .. Ladder.Select(step => Way(step.Name, step.More, step.Delay))
                .Prepend(Way("", more: false, 1))
                .DistinctBy(way => (way.Retries, way.Delay))
                .Skip(1),
        ];
    }

    private protected override (string Description, WorkflowPrimitive<TIn, TOut> Settings) Baseline() => Make(_baseline.MaxRetries, _baseline.BaseDelay);

    private protected override (string Name, string Description, WorkflowPrimitive<TIn, TOut> Settings)? Propose(int tried)
    {
        if (tried >= _ways.Length)
        {
            return null;
        }

        (string name, int retries, TimeSpan delay) = _ways[tried];
        (string description, WorkflowPrimitive<TIn, TOut> settings) = Make(retries, delay);
        return (name, description, settings);
    }

    private protected override async ValueTask<(TOut Output, bool Good)> RunAsync(
        WorkflowPrimitive<TIn, TOut> settings, TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        (await settings.ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false), true);

    private (string Name, int Retries, TimeSpan Delay) Way(string name, bool more, double longer)
    {
        int retries = _baseline.MaxRetries;
        if (more)
        {
            retries = Math.Max(retries, Math.Min(MostRetries, (2 * Math.Max(1, retries)) + 1));
        }

        // Without a retry there is nothing to wait for.
        double ticks = retries == 0 ? _baseline.BaseDelay.Ticks : _baseline.BaseDelay.Ticks * longer;
        return (name, retries, TimeSpan.FromTicks(Math.Min((long)ticks, _baseline.MaxDelay.Ticks)));
    }

    private (string Description, WorkflowPrimitive<TIn, TOut> Settings) Make(int retries, TimeSpan delay)
    {
        var options = new RetryOptions
        {
            Name = Name,
            MaxRetries = retries,
            BaseDelay = delay,
            BackoffFactor = _baseline.BackoffFactor,
            MaxDelay = _baseline.MaxDelay,
            Jitter = _baseline.Jitter,
            ShouldRetry = _baseline.ShouldRetry,
            RetryAfter = _baseline.RetryAfter,
            TimeProvider = _baseline.TimeProvider,
            Randomizer = _baseline.Randomizer,
        };
        return (
            string.Create(CultureInfo.InvariantCulture, $"{options.MaxRetries} retries from {options.BaseDelay.TotalSeconds} s"),
            new RetryPrimitive<TIn, TOut>(_inner, options));
    }
}
