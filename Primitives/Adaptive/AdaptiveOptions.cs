using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How an adaptive primitive learns.</summary>
public sealed class AdaptiveOptions : ICheckedOptions<AdaptiveOptions>
{
    /// <summary>The primitive's name. Default: <c>adaptive_</c> and what it adapts.</summary>
    public string? Name { get; set; }

    /// <summary>How far it goes. Default: <see cref="AdaptiveMode.Active"/>.</summary>
    [EnumDataType(typeof(AdaptiveMode))]
    public AdaptiveMode Mode { get; set; } = AdaptiveMode.Active;

    /// <summary>Tells apart what is learned separately; becomes a metric label. Default: the workflow's name.</summary>
    public Func<WorkflowContext, string?>? ContextKey { get; set; }

    /// <summary>Contexts told apart; further ones share one called <c>other</c>. Default: 50.</summary>
    [Range(1, 10_000)]
    public int MaxContexts { get; set; } = 50;

    /// <summary>Strategies proposed per context; when all have been judged, rejected ones are tried anew. Default: 5.</summary>
    [Range(1, 100)]
    public int MaxStrategies { get; set; } = 5;

    /// <summary>
    /// Executions of the baseline after which a rejected strategy is tried anew, when the baseline does poorly and nothing new is left to
    /// try. Doubles with each rejection, up to 16 times, unless nothing worked then, the baseline neither. Default: 100.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ReconsiderAfter { get; set; } = 100;

    /// <summary>Executions needed of the baseline and of a strategy before it can be adopted; at most 100, older ones fade. Default: 10.</summary>
    [Range(1, 100)]
    public int MinExecutions { get; set; } = 10;

    /// <summary>By how much a strategy's success rate must be better. Default: 0.05.</summary>
    [Range(0.0, 1.0)]
    public double MinImprovement { get; set; } = 0.05;

    /// <summary>How much longer a success may take with a strategy. Default: 1.1 times.</summary>
    [Range(0.1, 100.0)]
    public double MaxLatencyRatio { get; set; } = 1.1;

    /// <summary>Executions after which a strategy is valid or rejected; at most 100, older ones fade. Default: 5.</summary>
    [Range(1, 100)]
    public int ValidationExecutions { get; set; } = 5;

    /// <summary>The share of them that must not fail. Default: 0.8.</summary>
    [Range(0.0, 1.0)]
    public double ValidationRate { get; set; } = 0.8;

    /// <summary>The failure rate of an adopted strategy above which the baseline takes over. Default: 0.5.</summary>
    [Range(0.0, 1.0)]
    public double TripRate { get; set; } = 0.5;

    /// <summary>For how long it takes over. Default: 300 s.</summary>
    [DurationRange(0.001, 86400)]
    public TimeSpan TripDuration { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    AdaptiveOptions ICheckedOptions<AdaptiveOptions>.Copy() => (AdaptiveOptions)MemberwiseClone();
}
