using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Tta.Primitives;

/// <summary>Checks options when a primitive is made, so that a mistake shows at start-up and not in the first execution.</summary>
internal static class OptionsCheck
{
    /// <summary>Returns <paramref name="options"/>, or throws an <see cref="ArgumentException"/> that lists every mistake.</summary>
    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "The properties of T are kept; none of our options nests another validated type.")]
    public static T Valid<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(
        T options, [CallerArgumentExpression(nameof(options))] string? name = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(options, name);
        var mistakes = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), mistakes, validateAllProperties: true)
            ? options
            : throw new ArgumentException(
                $"{typeof(T).Name}: {string.Join(" ", mistakes.Select(m => m.ErrorMessage))}", Parameter(name));
    }

    /// <summary>The parameter in <c>parameter ?? default</c>.</summary>
    private static string? Parameter(string? expression) => expression?.Split(' ')[0];
}
