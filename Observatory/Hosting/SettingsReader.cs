namespace Observatory.Hosting;

/// <summary>
/// Reads settings of one configuration section; whatever can't be used is a <see cref="ConfigurationException"/> that names the setting.
/// </summary>
/// <param name="section">The section.</param>
/// <param name="prefix">What the names of its settings begin with in errors.</param>
/// <param name="memory">Bytes that the process may use; by default what the runtime says: the machine's, the container's or the heap's
/// limit.</param>
internal sealed class SettingsReader(IConfigurationSection section, string prefix, long? memory = null)
{
    private readonly long _memory = memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>What was lowered because the process has not the memory for it, each as a sentence.</summary>
    public List<string> Lowered { get; } = [];

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

    /// <summary>A whole number within bounds, and no more than fits a part of the memory that the process may use.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="otherwise">Its default.</param>
    /// <param name="min">The least, however little memory there is.</param>
    /// <param name="max">The most.</param>
    /// <param name="part">Which part of the memory it may take: a tenth for 10.</param>
    /// <param name="each">Bytes of memory that one takes.</param>
    public long Fitting(string key, long otherwise, long min, long max, int part, int each = 1)
    {
        var wanted = Number(key, otherwise, min, max);
        var fits = Math.Max(min, _memory / part / each);
        if (wanted <= fits)
        {
            return wanted;
        }

        Lowered.Add($"{Name(key)} is {fits} instead of {wanted}: the process may use {_memory} bytes of memory");
        return fits;
    }

    /// <summary>Yes or no: <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool otherwise) =>
        Text(key) is not { } text ? otherwise : bool.TryParse(text, out var value) ? value : throw Invalid(key, text, "true or false");

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
