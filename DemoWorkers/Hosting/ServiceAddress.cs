using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Hosting;

/// <summary>Addresses of the system's other services, which service discovery resolves with each request.</summary>
internal static class ServiceAddress
{
    /// <summary>The address of a service by its name, whatever scheme it is reached by.</summary>
    /// <param name="configuration">Where Aspire and the manifest put <c>services__{name}__http__0</c>.</param>
    /// <param name="service">The resource's name, for example <c>tta-llm-gateway</c>.</param>
    /// <exception cref="InvalidConfigurationException">
    /// The setting is missing or no URL. Service discovery would take the name for a host's, and say so at the first request only.
    /// </exception>
    public static Uri Of(IConfiguration configuration, string service)
    {
        var scheme = configuration[$"services:{service}:https:0"] is null ? "http" : "https";
        var variable = $"services__{service}__{scheme}__0";
        if (configuration[$"services:{service}:{scheme}:0"] is not { } value || string.IsNullOrWhiteSpace(value))
        {
            throw new InvalidConfigurationException(
                $"The address of {service} is not known: set the environment variable {variable}, for example to http://127.0.0.1:8080.");
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new Uri($"https+http://{service}")
            : throw new InvalidConfigurationException(
                $"{variable} is '{value}': expected an absolute http or https URL such as http://127.0.0.1:8080.");
    }
}
