using Microsoft.Extensions.Configuration;
using Tta.DemoWorkers.Hosting;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Tests.Hosting;

public sealed class ServiceAddressTests
{
    [Theory]
    [InlineData("services:tta-llm-gateway:http:0", "http://127.0.0.1:5123")]
    [InlineData("services:tta-llm-gateway:https:0", "https://127.0.0.1:5123")]
    public void An_address_is_the_name_when_Aspire_has_injected_it(string key, string value) =>
        Assert.Equal(new Uri("https+http://tta-llm-gateway"), ServiceAddress.Of(Configuration(key, value), "tta-llm-gateway"));

    [Fact]
    public void A_missing_address_names_the_variable_to_set()
    {
        var error = Assert.Throws<InvalidConfigurationException>(() => ServiceAddress.Of(Configuration("x", "y"), "tta-llm-gateway"));

        Assert.Contains("services__tta-llm-gateway__http__0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_address_is_repeated_with_what_was_expected()
    {
        var configuration = Configuration("services:tta-llm-gateway:http:0", "127.0.0.1:5123");

        var error = Assert.Throws<InvalidConfigurationException>(() => ServiceAddress.Of(configuration, "tta-llm-gateway"));
        Assert.Contains("'127.0.0.1:5123'", error.Message, StringComparison.Ordinal);
    }

    private static IConfigurationRoot Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
}
