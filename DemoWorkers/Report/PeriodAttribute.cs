using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Tta.DemoWorkers.Report;

/// <summary>A setting is a length of time such as <c>15m</c>, from ten seconds to thirty days.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PeriodAttribute : ValidationAttribute
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public override bool IsValid(object? value) => Parse(value as string) is not null;

    public override string FormatErrorMessage(string name) => "a period from 10s to 30d, such as 15m or 24h";

    /// <summary>Reads a whole number of seconds, minutes, hours or days; null when it is none or out of bounds.</summary>
    public static TimeSpan? Parse(string? text)
    {
        var unit = text is not { Length: > 1 } ? TimeSpan.Zero : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero && int.TryParse(text![..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= Longest / unit && unit * number >= Shortest
                ? unit * number
                : null;
    }
}
