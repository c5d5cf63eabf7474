using System.Diagnostics;
using Labels = Tta.Primitives.TtaNames.Labels;
using Values = Tta.Primitives.TtaNames.Values;

namespace Tta.Primitives;

/// <summary>Stops what has spent its tokens, dollars, model calls or time, or runs something cheaper from then on.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>
/// What the inner primitive uses is counted as it is used, in streams at their end; also when it fails. Whether the budget is spent is
/// asked before it runs: the execution that passes a limit is not interrupted, and those side by side may pass it together. What the
/// cheaper primitive uses is not the budget's. Each time it refuses or degrades is counted (<c>tta.budget.decisions</c>) and an event of
/// its span. Spending is known to this process only.
/// </remarks>
public sealed class BudgetPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly WorkflowPrimitive<TIn, TOut>? _cheaper;
    private readonly Func<TIn, WorkflowContext, string>? _key;
    private readonly BudgetOptions _options;
    private readonly BudgetAccounts _accounts;

    /// <summary>Gives a primitive a budget.</summary>
    /// <param name="inner">What spends it.</param>
    /// <param name="options">How much, by whom and in what time.</param>
    /// <param name="cheaper">Runs instead of failing when the budget is spent, if given.</param>
    /// <param name="key">Whose budget it is, for <see cref="BudgetScope.Key"/>. Keys are not emitted.</param>
    /// <exception cref="ArgumentException">
    /// An argument is null, an option is out of range, there is no limit, or a key is missing or there without need.
    /// </exception>
    public BudgetPrimitive(
        WorkflowPrimitive<TIn, TOut> inner,
        BudgetOptions options,
        WorkflowPrimitive<TIn, TOut>? cheaper = null,
        Func<TIn, WorkflowContext, string>? key = null)
        : base(PrimitiveTypes.Budget, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _cheaper = cheaper;
        _key = key;
        _options = OptionsCheck.Valid(options!, nameof(options));
        if (_options is { MaxTokens: null, MaxCostUsd: null, MaxCalls: null, MaxTime: null })
        {
            throw new ArgumentException(
                $"{nameof(BudgetOptions)}: a budget needs a limit: {nameof(BudgetOptions.MaxTokens)}, {nameof(BudgetOptions.MaxCostUsd)}, "
                + $"{nameof(BudgetOptions.MaxCalls)} or {nameof(BudgetOptions.MaxTime)}.",
                nameof(options));
        }

        if ((key is not null) != (_options.Scope == BudgetScope.Key))
        {
            throw new ArgumentException(
                $"A budget has a key function when its {nameof(BudgetOptions.Scope)} is {BudgetScope.Key}, and only then.", nameof(key));
        }

        _accounts = new BudgetAccounts(_options);
    }

    /// <inheritdoc/>
    protected override async ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        string account = AccountOf(input, context);
        BudgetAccounts.Spent? spent = _accounts.Check(account, out int forgotten);
        Forgot(forgotten, context);
        if (spent is not null)
        {
            return await SpentAsync(spent, input, context, cancellationToken).ConfigureAwait(false);
        }

        var meter = new WorkflowUsage();
        meter.BookTo(context.Usage);
        meter.Added = used => Forgot(_accounts.Add(account, used), context);
        WorkflowContext own = context.CreateMetered(meter);
        long started = _options.TimeProvider.GetTimestamp();
        try
        {
            return await _inner.ExecuteAsync(input, own, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.AddChildSeconds(own.ChildSeconds);
            Forgot(_accounts.Add(account, _options.TimeProvider.GetElapsedTime(started)), context);
        }
    }

    private string AccountOf(TIn input, WorkflowContext context) => _options.Scope switch
    {
        BudgetScope.Execution => context.WorkflowId,
        BudgetScope.Workflow => context.WorkflowLabel,
        _ => _key!(input, context) ?? throw new InvalidOperationException($"The key function of '{Name}' returned null."),
    };

    private ValueTask<TOut> SpentAsync(
        BudgetAccounts.Spent spent, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        Count(_cheaper is null ? Values.BudgetDecision.Refused : Values.BudgetDecision.Degraded, spent.Limit, context);
        if (Activity.Current is { IsAllDataRequested: true } activity && activity.Source == Instruments.Source)
        {
            activity.AddEvent(new ActivityEvent(
                TtaNames.Events.Budget.Spent, tags: new ActivityTagsCollection { [TtaNames.Attributes.Error.Type] = spent.Limit }));
        }

        if (_cheaper is null)
        {
            return ValueTask.FromException<TOut>(new BudgetExceededException(Name, spent.Limit, spent.What, spent.RetryAfter));
        }

        Connect(this, _cheaper, Values.Connection.Fallback);
        return _cheaper.ExecuteAsync(input, context, cancellationToken);
    }

    private void Forgot(int accounts, WorkflowContext context)
    {
        if (accounts > 0)
        {
            Count(Values.BudgetDecision.Forgotten, Values.Unknown, context, accounts);
        }
    }

    private void Count(string decision, string limit, WorkflowContext context, int times = 1) => Instruments.BudgetDecisions.Add(
        times,
        new(Labels.WorkflowName, context.WorkflowLabel),
        new(Labels.PrimitiveName, Name),
        new(Labels.Decision, decision),
        new(Labels.Limit, limit));
}
