using Microsoft.Extensions.Configuration;

namespace Tta.ServiceDefaults.Http;

/// <summary>Finds the other services of the system by name.</summary>
public static class ServiceEndpoints
{
    /// <summary>
    /// Returns the address of a service from the settings that Aspire and the manifest inject
    /// (<c>services__{name}__http__0</c>).
    /// </summary>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="service">The resource name, for example <c>tta-llm-gateway</c>.</param>
    /// <returns>The base address, ending with a slash.</returns>
    /// <exception cref="InvalidConfigurationException">The setting is missing or is not an absolute http(s) URL.</exception>
    public static Uri GetServiceUri(this IConfiguration configuration, string service)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentException.ThrowIfNullOrWhiteSpace(service);

        var name = $"services__{service}__http__0";
        var value = configuration[$"services:{service}:http:0"] ?? configuration[$"services:{service}:https:0"];
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new InvalidConfigurationException(
                $"The address of {service} is not known: set the environment variable {name}, for example to http://127.0.0.1:8080.");
        }

        if (!Uri.TryCreate(value.TrimEnd('/') + "/", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new InvalidConfigurationException(
                $"{name} is '{value}': expected an absolute http or https URL such as http://127.0.0.1:8080.");
        }

        return uri;
    }
}
