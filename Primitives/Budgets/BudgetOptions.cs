using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How much a <see cref="BudgetPrimitive{TIn, TOut}"/> lets be spent, by whom and in what time. At least one limit.</summary>
public sealed class BudgetOptions : ICheckedOptions<BudgetOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>Tokens, sent and received. Default: no limit.</summary>
    [Range(1.0, 1e15)]
    public long? MaxTokens { get; set; }

    /// <summary>
    /// US dollars. A call of unknown cost adds nothing: where models without a price are called, limit tokens too. Default: no limit.
    /// </summary>
    [Range(0.0, 1e12)]
    public decimal? MaxCostUsd { get; set; }

    /// <summary>Model calls. Default: no limit.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxCalls { get; set; }

    /// <summary>Time spent inside the budget, executions side by side added up. Default: no limit.</summary>
    [DurationRange(0.001, 31 * 86400.0)]
    public TimeSpan? MaxTime { get; set; }

    /// <summary>What shares the budget. Default: each execution has its own.</summary>
    [EnumDataType(typeof(BudgetScope))]
    public BudgetScope Scope { get; set; }

    /// <summary>
    /// After how long a workflow's or key's budget is whole again, from the first that was spent of it. An execution's own never is.
    /// Default: a day.
    /// </summary>
    [DurationRange(1, 31 * 86400.0)]
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How many workflows' or keys' budgets are kept, the least recently used going first; what was spent of one that went is forgotten,
    /// and counted as <c>forgotten</c>. Default: 10,000.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxAccounts { get; set; } = 10_000;

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    BudgetOptions ICheckedOptions<BudgetOptions>.Copy() => (BudgetOptions)MemberwiseClone();
}
