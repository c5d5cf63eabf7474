using System.Globalization;
using System.Runtime.CompilerServices;
using Limits = Tta.Primitives.TtaNames.Values.BudgetLimit;

namespace Tta.Primitives;

/// <summary>What has been spent of each budget: a bounded number of them. Safe from any thread.</summary>
internal sealed class BudgetAccounts(BudgetOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Account>> _accounts = new(StringComparer.Ordinal);
    private readonly LinkedList<Account> _recent = new();

    // An execution's lives as long as the execution's id does; there are never too many of them.
    private readonly ConditionalWeakTable<string, Account> _executions = [];

    /// <summary>What of an account is spent, if anything.</summary>
    /// <param name="key">The account's key.</param>
    /// <param name="forgotten">How many others had to go for it.</param>
    public Spent? Check(string key, out int forgotten)
    {
        lock (_gate)
        {
            Account account = Open(key, out forgotten);
            if (options.MaxTokens is { } tokens && account.Tokens >= tokens)
            {
                return Of(account, Limits.Tokens, $"{account.Tokens} of {tokens} tokens");
            }

            if (options.MaxCostUsd is { } dollars && account.CostUsd >= dollars)
            {
                return Of(account, Limits.Dollars, $"{account.CostUsd} of {dollars} US dollars");
            }

            if (options.MaxCalls is { } calls && account.Calls >= calls)
            {
                return Of(account, Limits.Calls, $"{account.Calls} of {calls} model calls");
            }

            return options.MaxTime is { } time && account.Time >= time
                ? Of(account, Limits.Time, $"{account.Time.TotalSeconds} of {time.TotalSeconds} s")
                : null;
        }
    }

    /// <summary>Adds what a call used.</summary>
    public int Add(string key, UsageSnapshot usage)
    {
        lock (_gate)
        {
            Account account = Open(key, out int forgotten);
            account.Tokens += usage.PromptTokens + usage.CompletionTokens;
            account.CostUsd += usage.CostUsd;
            account.Calls += usage.Calls;
            return forgotten;
        }
    }

    /// <summary>Adds the time that an execution took.</summary>
    public int Add(string key, TimeSpan time)
    {
        lock (_gate)
        {
            Open(key, out int forgotten).Time += time;
            return forgotten;
        }
    }

    private Spent Of(Account account, string limit, FormattableString what) => new(
        limit,
        what.ToString(CultureInfo.InvariantCulture),
        options.Scope == BudgetScope.Execution ? null : account.Since + options.Window - options.TimeProvider.GetUtcNow());

    private Account Open(string key, out int forgotten)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        forgotten = 0;
        if (options.Scope == BudgetScope.Execution)
        {
            return _executions.GetValue(key, id => new Account(id, now));
        }

        if (_accounts.TryGetValue(key, out LinkedListNode<Account>? known))
        {
            if (now - known.Value.Since >= options.Window)
            {
                known.Value = new Account(key, now);
            }

            _recent.Remove(known);
            _recent.AddFirst(known);
            return known.Value;
        }

        while (_accounts.Count >= options.MaxAccounts)
        {
            Account oldest = _recent.Last!.Value;
            _recent.RemoveLast();
            _accounts.Remove(oldest.Key);

            // Of one whose window is over there is nothing to forget.
            forgotten += now - oldest.Since < options.Window ? 1 : 0;
        }

        var account = new Account(key, now);
        _accounts.Add(key, _recent.AddFirst(account));
        return account;
    }

    /// <summary>A limit that is reached.</summary>
    /// <param name="Limit">Which.</param>
    /// <param name="What">The same for people.</param>
    /// <param name="RetryAfter">When the budget is whole again, if ever.</param>
    internal sealed record Spent(string Limit, string What, TimeSpan? RetryAfter);

    private sealed class Account(string key, DateTimeOffset since)
    {
        public string Key => key;

        public DateTimeOffset Since => since;

        public long Tokens { get; set; }

        public decimal CostUsd { get; set; }

        public long Calls { get; set; }

        public TimeSpan Time { get; set; }
    }
}
