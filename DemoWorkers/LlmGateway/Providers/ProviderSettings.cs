using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.LlmGateway.Providers;

/// <summary>Where a real provider answers (section <c>Providers:{name}</c>, environment variables <c>Providers__{name}__…</c>).</summary>
internal sealed class ProviderSettings
{
    /// <summary>A provider that needs no key.</summary>
    private const string Keyless = "local";

    /// <summary>The provider, as models name it.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// The address of an OpenAI-compatible API, up to and without <c>/chat/completions</c>; without it the provider is simulated.
    /// </summary>
    [HttpUrl("https://api.openai.com/v1")]
    public string? BaseUrl { get; set; }

    /// <summary>The key; never logged and never repeated in an error.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Binds and checks the settings of one provider, as options of its name.</summary>
    public static void Add(IServiceCollection services, string name)
    {
        var variable = $"Providers__{name}__";
        services.AddSettings<ProviderSettings>($"Providers:{name}", name)
            .Configure(settings => settings.Name = name)
            .Validate(
                settings => settings.BaseUrl is not null || settings.ApiKey is null,
                $"{variable}ApiKey is set but {variable}BaseUrl is not: set both to use the real provider, or neither to simulate it.")
            .Validate(
                settings => settings.BaseUrl is null || settings.ApiKey is not null || name == Keyless,
                $"{variable}BaseUrl is set but {variable}ApiKey is not: set both to use the real provider, or neither to simulate it.");
    }

    /// <summary>Where chat completions are asked for.</summary>
    public Uri ChatCompletions() => new(BaseUrl!.TrimEnd('/') + "/chat/completions");

    /// <summary>Without the key, so that no log shows it by accident.</summary>
    public override string ToString() => $"{Name} at {BaseUrl}";
}
