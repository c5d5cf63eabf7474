using System.Globalization;
using System.Numerics;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Common;

/// <summary>Reads numbers and paths from configuration; a bad one is named as the environment variable that sets it.</summary>
internal sealed class SettingsReader(IConfiguration configuration, string section)
{
    /// <exception cref="InvalidConfigurationException">Not a number from <paramref name="min"/> to <paramref name="max"/>.</exception>
    public T Number<T>(string name, T defaultValue, T min, T max)
        where T : INumber<T>
    {
        var text = Text(name);
        if (text is null)
        {
            return defaultValue;
        }

        return T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new InvalidConfigurationException(string.Create(
                CultureInfo.InvariantCulture, $"{section}__{name} is '{text}': expected a {Kind<T>()} from {min} to {max}."));
    }

    public string? Text(string name) => configuration[$"{section}:{name}"] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static string Kind<T>() => typeof(T) == typeof(double) ? "number" : "whole number";
}
