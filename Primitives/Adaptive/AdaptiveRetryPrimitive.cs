using System.Globalization;

namespace Tta.Primitives;

/// <summary>A retry that learns how often and how patiently to try.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
public sealed class AdaptiveRetryPrimitive<TIn, TOut> : AdaptivePrimitive<TIn, TOut, WorkflowPrimitive<TIn, TOut>>
{
    // What to try in turn: more retries, longer waits, both, shorter waits.
    private static readonly (string Name, double Retries, double Delay)[] Ladder =
    [
        ("more_retries", 2, 1), ("longer_waits", 1, 4), ("more_and_longer", 2, 4), ("shorter_waits", 2, 0.25),
    ];

    private const int MostRetries = 10;

    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly RetryOptions _baseline;

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
    }

    private protected override (string Description, WorkflowPrimitive<TIn, TOut> Settings) Baseline() => Make(1, 1);

    private protected override (string Name, string Description, WorkflowPrimitive<TIn, TOut> Settings)? Propose(int tried)
    {
        if (tried >= Ladder.Length)
        {
            return null;
        }

        (string name, double retries, double delay) = Ladder[tried];
        (string description, WorkflowPrimitive<TIn, TOut> settings) = Make(retries, delay);
        return (name, description, settings);
    }

    private protected override async ValueTask<(TOut Output, bool Good)> RunAsync(
        WorkflowPrimitive<TIn, TOut> settings, TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        (await settings.ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false), true);

    private (string Description, WorkflowPrimitive<TIn, TOut> Settings) Make(double retries, double delay)
    {
        var options = new RetryOptions
        {
            Name = Name,
            MaxRetries = retries == 1 ? _baseline.MaxRetries : Math.Min(MostRetries, (int)(retries * Math.Max(1, _baseline.MaxRetries)) + 1),
            BaseDelay = TimeSpan.FromTicks(Math.Min((long)(_baseline.BaseDelay.Ticks * delay), _baseline.MaxDelay.Ticks)),
            BackoffFactor = _baseline.BackoffFactor,
            MaxDelay = _baseline.MaxDelay,
            Jitter = _baseline.Jitter,
            ShouldRetry = _baseline.ShouldRetry,
            TimeProvider = _baseline.TimeProvider,
            Randomizer = _baseline.Randomizer,
        };
        return (
            string.Create(CultureInfo.InvariantCulture, $"{options.MaxRetries} retries from {options.BaseDelay.TotalSeconds} s"),
            new RetryPrimitive<TIn, TOut>(_inner, options));
    }
}
