using System.ComponentModel.DataAnnotations;

namespace Tta.DemoWorkers.Common;

/// <summary>A setting is an absolute http or https URL.</summary>
/// <param name="example">One, for the error message.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpUrlAttribute(string example) : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        Uri.TryCreate(value as string, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    public override string FormatErrorMessage(string name) => $"an absolute http or https URL such as {example}";
}
