using Tta.DemoWorkers.Common;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.LlmGateway.Providers;

/// <summary>Where a real provider answers. The address is that of an OpenAI-compatible API, up to and without <c>/chat/completions</c>.</summary>
internal sealed record ProviderSettings(string Name, Uri BaseUrl, string? ApiKey)
{
    /// <summary>A provider that needs no key.</summary>
    private const string Keyless = "local";

    /// <summary>Reads <c>Providers:{name}:BaseUrl</c> and <c>…:ApiKey</c>; null when the provider is to be simulated.</summary>
    /// <exception cref="InvalidConfigurationException">Only one of them is given, or the address is none. The key is never repeated.</exception>
    public static ProviderSettings? Read(IConfiguration configuration, string name)
    {
        var settings = new SettingsReader(configuration, $"Providers:{name}");
        var variable = $"Providers__{name}__";
        var url = settings.Text("BaseUrl");
        var key = settings.Text("ApiKey");
        if (url is null)
        {
            return key is null ? null : throw new InvalidConfigurationException(
                $"{variable}ApiKey is set but {variable}BaseUrl is not: set both to use the real provider, or neither to simulate it.");
        }

        if (key is null && name != Keyless)
        {
            throw new InvalidConfigurationException(
                $"{variable}BaseUrl is set but {variable}ApiKey is not: set both to use the real provider, or neither to simulate it.");
        }

        return Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new ProviderSettings(name, uri, key)
            : throw new InvalidConfigurationException(
                $"{variable}BaseUrl is '{url}': expected an absolute http or https URL such as https://api.openai.com/v1.");
    }

    /// <summary>Without the key, so that no log shows it by accident.</summary>
    public override string ToString() => $"{Name} at {BaseUrl}";
}
