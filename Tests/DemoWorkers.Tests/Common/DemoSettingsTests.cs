using Microsoft.Extensions.Configuration;
using Tta.DemoWorkers.Common;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Tests.Common;

public sealed class DemoSettingsTests
{
    [Theory]
    [InlineData("WorkflowsPerSecond", "fast", "a number from 0.001 to 1000")]
    [InlineData("WorkflowsPerSecond", "0", "a number from 0.001 to 1000")]
    [InlineData("MaxWorkflows", "-1", "a whole number from 0")]
    [InlineData("ErrorRate", "1.5", "a number from 0 to 1")]
    [InlineData("RateLimitRate", "NaN", "a number from 0 to 1")]
    [InlineData("LatencyScale", "-1", "a number from 0 to 1000")]
    [InlineData("MaxConcurrency", "0", "a whole number from 1 to 1000")]
    [InlineData("Seed", "1e3", "a whole number")]
    public void A_bad_value_is_named_as_its_variable_with_what_was_expected(string name, string value, string expected)
    {
        var error = Assert.Throws<InvalidConfigurationException>(() => Read((name, value)));

        Assert.StartsWith($"Demo__{name} is '{value}': expected {expected}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_read_and_the_rest_has_defaults()
    {
        var settings = Read(("WorkflowsPerSecond", "2.5"), ("Seed", "-7"));

        Assert.Equal(2.5, settings.WorkflowsPerSecond);
        Assert.Equal(-7, settings.Seed);
        Assert.Equal(1, settings.LatencyScale);
        Assert.Equal(0, settings.MaxWorkflows);
    }

    private static DemoSettings Read(params (string Name, string Value)[] values) => DemoSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => "Demo:" + v.Name, v => (string?)v.Value)).Build());
}
