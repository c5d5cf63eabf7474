using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Tta.Primitives;

/// <summary>
/// Checks and copies options when a primitive is made, so that a mistake shows at start-up and not in the first execution, and that one
/// options object can serve several primitives.
/// </summary>
internal static class OptionsCheck
{
    /// <summary>A copy of <paramref name="options"/>.</summary>
    /// <exception cref="ArgumentException">They are none; the message lists every mistake.</exception>
    public static T Valid<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(
        T options, [CallerArgumentExpression(nameof(options))] string? name = null)
        where T : class, ICheckedOptions<T>
    {
        ArgumentNullException.ThrowIfNull(options, name);
        IReadOnlyList<ValidationResult> mistakes = Mistakes(options);
        if (mistakes.Count == 0)
        {
            return options.Copy();
        }

        string whose = options.Name is null ? "" : $" of '{options.Name}'";
        throw new ArgumentException(
            $"{typeof(T).Name}{whose}: {string.Join(" ", mistakes.Select(m => m.ErrorMessage))}", Parameter(name));
    }

    /// <summary>What is wrong with <paramref name="options"/>.</summary>
    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "The properties of T are kept; none of our options nests another validated type.")]
    public static IReadOnlyList<ValidationResult> Mistakes<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(T options)
        where T : class
    {
        var mistakes = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), mistakes, validateAllProperties: true);
        return mistakes;
    }

    /// <summary>The parameter in <c>parameter ?? default</c>.</summary>
    private static string? Parameter(string? expression) => expression?.Split(' ')[0];
}
