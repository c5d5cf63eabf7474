using System.Globalization;

namespace Observatory.Hosting;

/// <summary>Reads settings of one configuration section; whatever can't be used is a <see cref="ConfigurationException"/> that names the setting.</summary>
internal sealed class SettingsReader(IConfigurationSection section, string prefix)
{
    /// <summary>A setting's text, or null when it is absent or empty.</summary>
    public string? Text(string key) => section[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>An address to listen on.</summary>
    public ListenAddress Address(string key, string otherwise, ListenerRoles role) => ListenAddress.Parse(Name(key), Text(key) ?? otherwise, role);

    /// <summary>A whole number within bounds.</summary>
    public long Number(string key, long otherwise, long min, long max)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Invalid(key, text, max == long.MaxValue ? $"a whole number of at least {min}" : $"a whole number from {min} to {max}");
    }

    /// <summary>A time span written as <c>[days.]hh:mm:ss</c>.</summary>
    public TimeSpan Duration(string key, TimeSpan otherwise, TimeSpan min)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min
            ? value
            : throw Invalid(key, text, $"a duration [days.]hh:mm:ss of at least {min}");
    }

    /// <summary>A web address, or null when absent.</summary>
    public Uri? Link(string key) => Text(key) is { } text ? ParseLink(key, text) : null;

    /// <summary>All settings below <paramref name="key"/>, as web addresses.</summary>
    public Dictionary<string, Uri> Links(string key) => section.GetSection(key).GetChildren()
        .Where(c => !string.IsNullOrWhiteSpace(c.Value))
        .ToDictionary(c => c.Key, c => ParseLink($"{key}:{c.Key}", c.Value!.Trim()));

    private Uri ParseLink(string key, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : throw Invalid(key, text, "a web address such as http://127.0.0.1:9090");

    private string Name(string key) => prefix + key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();

    private ConfigurationException Invalid(string key, string text, string expected) => new($"{Name(key)}: '{text}' is not {expected}");
}
