using Microsoft.Extensions.Configuration;
using Tta.ServiceDefaults.Http;

namespace Tta.ServiceDefaults.Tests;

public sealed class ServiceEndpointsTests
{
    [Fact]
    public void An_address_is_found_by_the_name_that_Aspire_injects()
    {
        var configuration = Configuration("services:tta-llm-gateway:http:0", "http://127.0.0.1:5123");

        Assert.Equal(new Uri("http://127.0.0.1:5123/"), configuration.GetServiceUri("tta-llm-gateway"));
    }

    [Fact]
    public void A_missing_address_names_the_variable_to_set()
    {
        var error = Assert.Throws<InvalidConfigurationException>(() => Configuration("x", "y").GetServiceUri("tta-llm-gateway"));

        Assert.Contains("services__tta-llm-gateway__http__0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_address_is_repeated_with_what_was_expected()
    {
        var configuration = Configuration("services:tta-llm-gateway:http:0", "127.0.0.1:5123");

        var error = Assert.Throws<InvalidConfigurationException>(() => configuration.GetServiceUri("tta-llm-gateway"));
        Assert.Contains("'127.0.0.1:5123'", error.Message, StringComparison.Ordinal);
    }

    private static IConfigurationRoot Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
}
