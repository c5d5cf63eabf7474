using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Numerics;

namespace Tta.DemoWorkers.Common;

/// <summary>A setting is a number within bounds.</summary>
/// <typeparam name="T">Which numbers: <see cref="double"/>, or one of the whole ones.</typeparam>
/// <param name="min">The least.</param>
/// <param name="max">The greatest.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberAttribute<T>(T min, T max) : ValidationAttribute
    where T : INumber<T>
{
    public override bool IsValid(object? value) =>
        T.TryParse(value as string, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max;

    public override string FormatErrorMessage(string name) => string.Create(
        CultureInfo.InvariantCulture, $"a {(typeof(T) == typeof(double) ? "number" : "whole number")} from {min} to {max}");
}
