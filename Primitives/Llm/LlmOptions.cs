using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Which model an <see cref="LlmPrimitive{TIn}"/> calls, and how.</summary>
public sealed class LlmOptions : ICheckedOptions<LlmOptions>
{
    /// <summary>The primitive's name. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>Who serves the model, such as <c>openai</c>: part of the span's name, a metric label, the key of the price.</summary>
    [Required]
    public string Provider { get; set; } = "";

    /// <summary>The model to ask for: a metric label and the key of the price.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>The model's tier, such as <c>fast</c>.</summary>
    public string? ModelTier { get; set; }

    /// <summary>Sampling temperature. Default: the provider's.</summary>
    [Range(0.0, 2.0)]
    public double? Temperature { get; set; }

    /// <summary>Upper bound of the answer's tokens. Default: the provider's.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxOutputTokens { get; set; }

    /// <summary>Instructions sent before every prompt, if any.</summary>
    public string? Instructions { get; set; }

    /// <summary>
    /// What else to ask of the model: tools, the answer's format, top-p and so on. What these options set themselves (the model, and
    /// temperature and bound of the answer where they are set) comes before it. Default: nothing.
    /// </summary>
    public ChatOptions? Chat { get; set; }

    /// <summary>
    /// How often an <see cref="LlmStructuredPrimitive{TIn, TOut}"/> asks again for an answer that it cannot read, and says what is wrong
    /// with it. Default: once.
    /// </summary>
    [Range(0, 10)]
    public int MaxRepairs { get; set; } = 1;

    /// <summary>What models cost. Without it every call's cost is unknown.</summary>
    public IPriceTable? Prices { get; set; }

    /// <summary>
    /// How long a stream may wait for its next chunk; for the first one there is <see cref="TimeoutPrimitive{TIn, TOut}"/>. Default: as
    /// long as it takes.
    /// </summary>
    [DurationRange(0.001, 86400)]
    public TimeSpan? MaxChunkGap { get; set; }

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    LlmOptions ICheckedOptions<LlmOptions>.Copy()
    {
        var copy = (LlmOptions)MemberwiseClone();
        copy.Chat = Chat?.Clone();
        return copy;
    }
}
