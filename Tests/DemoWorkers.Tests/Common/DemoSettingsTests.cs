using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tta.DemoWorkers.Common;

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
        var error = Assert.Throws<OptionsValidationException>(() => Read((name, value)));

        Assert.StartsWith($"Demo__{name} is '{value}': expected {expected}", Assert.Single(error.Failures), StringComparison.Ordinal);
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

    [Fact]
    public void A_blank_value_is_none()
    {
        Assert.Equal(42, Read(("Seed", " ")).Seed);
        Assert.EndsWith("corpus.jsonl", Read(("CorpusFile", "")).CorpusFile, StringComparison.Ordinal);
    }

    private static DemoSettings Read(params (string Name, string Value)[] values)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => "Demo:" + v.Name, v => (string?)v.Value)).Build());
        services.AddSettings<DemoSettings>(DemoSettings.Section);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<DemoSettings>>().Value;
    }
}
