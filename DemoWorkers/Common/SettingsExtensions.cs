using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Tta.DemoWorkers.Common;

/// <summary>The one way in which the workers bind options and check them.</summary>
internal static class SettingsExtensions
{
    /// <summary>
    /// Binds options to a section and checks them by the attributes of their properties, at the latest when the host starts. A blank value
    /// counts as none.
    /// </summary>
    /// <remarks>
    /// The texts are checked before they are bound. <c>ValidateDataAnnotations</c> sees bound values only: for what is no number the
    /// binder's own error would come first, and neither says what the environment variable is called nor what was expected.
    /// </remarks>
    /// <typeparam name="T">The options; each rule says what it expects by its error message.</typeparam>
    /// <param name="services">Where to.</param>
    /// <param name="section">The section, for example <c>Demo</c> or <c>Providers:openai</c>.</param>
    /// <param name="name">The options' name, when there are several.</param>
    /// <param name="nameOf">What a property is called where it was set, unless that is its environment variable.</param>
    public static OptionsBuilder<T> AddSettings<T>(
        this IServiceCollection services, string section, string? name = null, Func<string, string?>? nameOf = null)
        where T : class => services
            .AddOptions<T>(name)
            .Configure<IConfiguration>((options, configuration) => Bind(options, configuration.GetSection(section), name, nameOf))
            .ValidateOnStart();

    /// <exception cref="OptionsValidationException">A value cannot be used; each failure is one line.</exception>
    private static void Bind<T>(T options, IConfigurationSection section, string? name, Func<string, string?>? nameOf)
    {
        var given = section.AsEnumerable(makePathsRelative: true)
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Value))
            .ToDictionary(pair => pair.Key, pair => pair.Value?.Trim(), StringComparer.OrdinalIgnoreCase);
        string[] failures =
        [
            .. from property in typeof(T).GetProperties()
               from rule in property.GetCustomAttributes<ValidationAttribute>()
               where given.ContainsKey(property.Name) && !rule.IsValid(given[property.Name])
               let variable = $"{section.Path.Replace(":", "__", StringComparison.Ordinal)}__{property.Name}"
               select $"{nameOf?.Invoke(property.Name) ?? variable} is '{given[property.Name]}': expected {rule.FormatErrorMessage(property.Name)}.",
        ];
        if (failures.Length > 0)
        {
            throw new OptionsValidationException(name ?? Options.DefaultName, typeof(T), failures);
        }

        new ConfigurationBuilder().AddInMemoryCollection(given).Build().Bind(options);
    }
}
