using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Tta.Primitives;

/// <summary>Bounds a <see cref="TimeSpan"/>, in seconds; unlike <see cref="RangeAttribute"/> it needs no type converter.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationRangeAttribute(double minimum, double maximum) : ValidationAttribute
{
    public double Minimum { get; } = minimum;

    public double Maximum { get; } = maximum;

    public override bool IsValid(object? value) =>
        value is null || (value is TimeSpan span && span.TotalSeconds >= Minimum && span.TotalSeconds <= Maximum);

    public override string FormatErrorMessage(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"The field {name} must be between {Minimum} s and {Maximum} s.");
}
