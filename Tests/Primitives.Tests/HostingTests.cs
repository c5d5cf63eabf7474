using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Primitives.Tests.Support;
using Tta.Primitives;

namespace Primitives.Tests;

public sealed class HostingTests
{
    [Fact]
    public async Task A_registered_workflow_runs_inside_an_execution_of_its_own()
    {
        using var telemetry = new Telemetry();
        await using ServiceProvider services = new ServiceCollection()
            .AddWorkflow("plus_three", b =>
            {
                b.Execution.WorkflowType = "sums";
                return Make.Add(1) >> Make.Add(2);
            })
            .BuildServiceProvider();

        Assert.Equal(10, await services.GetRequiredService<Workflow<int, int>>().RunAsync(7));
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("workflow_name", "plus_three"), ("workflow_type", "sums"), ("status", "success")));
    }

    [Fact]
    public async Task Workflows_of_the_same_types_are_told_apart_by_name_and_built_once()
    {
        int built = 0;
        await using ServiceProvider services = new ServiceCollection()
            .AddWorkflow("one", _ => { built++; return Make.Add(1); })
            .AddWorkflow("two", _ => Make.Add(2))
            .BuildServiceProvider();

        Assert.Equal(0, built);
        Assert.Equal("one", services.GetRequiredKeyedService<Workflow<int, int>>("one").Name);
        Assert.Equal(3, await services.GetRequiredKeyedService<Workflow<int, int>>("two").RunAsync(1));
        Assert.Same(services.GetRequiredKeyedService<Workflow<int, int>>("one"), services.GetRequiredKeyedService<Workflow<int, int>>("one"));
        Assert.Equal(1, built);
    }

    [Fact]
    public void A_name_is_given_once()
    {
        IServiceCollection services = new ServiceCollection().AddWorkflow("one", _ => Make.Add(1));
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => services.AddWorkflow("one", _ => Make.Add(1)));
        Assert.Contains("'one'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_primitives_section_is_found_under_its_workflow()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Workflows:w:steady:MaxRetries"] = "5" })
            .Build();
        string? seen = null;
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddWorkflow("w", b => { seen = b.Section("steady")["MaxRetries"]; return Make.Add(1); })
            .BuildServiceProvider();
        services.GetRequiredService<Workflow<int, int>>();

        Assert.Equal("5", seen);
    }

    [Fact]
    public void Options_are_bound_from_configuration()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Workflows:w:retry:MaxRetries"] = "5",
                ["Workflows:w:retry:BaseDelay"] = "00:00:02",
                ["Workflows:w:limit:Limit"] = "00:00:07",
                ["Workflows:w:guard:FailureThreshold"] = "2",
                ["Workflows:w:cache:MaxEntries"] = "17",
                ["Workflows:w:cache:TimeToLive"] = "00:10:00",
                ["Workflows:w:model:Provider"] = "openai",
                ["Workflows:w:model:Temperature"] = "0.5",
                ["Workflows:w:memory:MaxSessions"] = "3",
                ["Workflows:w:learn:Mode"] = "Observe",
                ["Workflows:w:router:DefaultRoute"] = "x",
                ["Workflows:w:parallel:MaxConcurrency"] = "4",
            })
            .Build();
        WorkflowSetup? b = null;
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddWorkflow("w", builder => { b = builder; return Make.Add(1); })
            .BuildServiceProvider();
        services.GetRequiredService<Workflow<int, int>>();

        RetryOptions retry = b!.RetryOptions("retry");
        Assert.Equal(("retry", 5, TimeSpan.FromSeconds(2), 2.0), (retry.Name, retry.MaxRetries, retry.BaseDelay, retry.BackoffFactor));
        Assert.Equal(TimeSpan.FromSeconds(7), b.TimeoutOptions("limit").Limit);
        Assert.Equal(2, b.CircuitBreakerOptions("guard").FailureThreshold);
        Assert.Equal((17, TimeSpan.FromMinutes(10)), (b.CacheOptions<int>("cache").MaxEntries, b.CacheOptions<int>("cache").TimeToLive));
        Assert.Equal(("openai", 0.5), (b.LlmOptions("model").Provider, b.LlmOptions("model").Temperature));
        Assert.Equal(3, b.MemoryOptions("memory").MaxSessions);
        Assert.Equal(AdaptiveMode.Observe, b.AdaptiveOptions("learn").Mode);
        Assert.Equal("x", b.RouterOptions("router").DefaultRoute);
        Assert.Equal(4, b.ParallelOptions("parallel").MaxConcurrency);
        Assert.Equal(3, b.RetryOptions("not there").MaxRetries);
    }
}
