using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Tta.Primitives;

/// <summary>Binds options from a section and refuses what is no option or has no sense, by the name of its key.</summary>
internal static class ConfiguredOptions
{
    /// <summary>Binds <paramref name="section"/>, where every key must be an option, to <paramref name="options"/>.</summary>
    /// <exception cref="OptionsValidationException">Lists every mistake, each with its section and key.</exception>
    public static T Bind<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(
        IConfigurationSection section, T options, Action<IConfigurationSection> bind)
        where T : class =>
        Bind(section, section.GetChildren(), options, bind);

    /// <inheritdoc cref="Bind{T}(IConfigurationSection, T, Action{IConfigurationSection})"/>
    /// <param name="section">The section.</param>
    /// <param name="keys">Those of its children that must be options.</param>
    /// <param name="options">The options.</param>
    /// <param name="bind">Binds a section to them.</param>
    public static T Bind<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(
        IConfigurationSection section, IEnumerable<IConfigurationSection> keys, T options, Action<IConfigurationSection> bind)
        where T : class
    {
        string[] known = [.. typeof(T).GetProperties().Where(IsBindable).Select(property => property.Name).Order(StringComparer.Ordinal)];
        IConfigurationSection[] configured = [.. keys];
        List<string> failures =
        [
            .. configured.Where(key => !known.Contains(key.Key, StringComparer.OrdinalIgnoreCase))
                .Select(key => $"{key.Path}: there is no such option; there are {string.Join(", ", known)}."),
        ];
        try
        {
            bind(section);
        }
        catch (InvalidOperationException exception)
        {
            // It names the key and the value; the types of options are not for whoever writes configuration.
            failures.Add($"{section.Path}: {exception.Message}");
        }

        foreach (ValidationResult mistake in OptionsCheck.Mistakes(options))
        {
            // What configuration does not say may still be set in code; it is checked when the primitive is made.
            if (configured.FirstOrDefault(key => mistake.MemberNames.Contains(key.Key, StringComparer.OrdinalIgnoreCase)) is { } key)
            {
                failures.Add($"{key.Path}: {mistake.ErrorMessage}");
            }
        }

        return failures.Count == 0 ? options : throw new OptionsValidationException(section.Path, typeof(T), failures);
    }

    /// <summary>Whether configuration can set it: not the name, by which the section is found, and not what only code can make.</summary>
    private static bool IsBindable(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return property.Name != "Name" && (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(TimeSpan));
    }
}
