namespace Tta.Primitives;

/// <summary>A budget is spent, and there is nothing cheaper to run instead.</summary>
public sealed class BudgetExceededException : Exception, IRetryAfter, IFailureCause
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="primitive">The budget's name.</param>
    /// <param name="limit">What is spent: one of <see cref="TtaNames.Values.BudgetLimit"/>.</param>
    /// <param name="spent">How much was spent, with its limit, for people.</param>
    /// <param name="retryAfter">When the budget is whole again; null for an execution's own.</param>
    public BudgetExceededException(string primitive, string limit, string spent, TimeSpan? retryAfter = null)
        : base($"The budget '{primitive}' is spent: {spent}.")
    {
        Limit = limit;
        RetryAfter = retryAfter;
    }

    /// <summary>What is spent: one of <see cref="TtaNames.Values.BudgetLimit"/>.</summary>
    public string Limit { get; }

    /// <summary>When the budget is whole again; null for an execution's own, which never is.</summary>
    public TimeSpan? RetryAfter { get; }

    string IFailureCause.Cause => TtaNames.Values.Cause.Budget;
}
