using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

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
        using ServiceProvider services = Services(configuration, b =>
        {
            RetryOptions retry = b.RetryOptions("retry");
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

            // Configuration comes before what code says, and that before the library.
            RetryOptions mixed = b.RetryOptions("retry", o => (o.Name, o.MaxRetries, o.BackoffFactor) = ("mine", 7, 3));
            Assert.Equal(("retry", 5, 3.0), (mixed.Name, mixed.MaxRetries, mixed.BackoffFactor));
            CacheOptions<int> kept = b.CacheOptions<int>("cache", o => (o.MaxEntries, o.SecondLevelBackend) = (1, "valkey"));
            Assert.Equal((17, "valkey", "cache"), (kept.MaxEntries, kept.SecondLevelBackend, kept.Name));
        });
        services.GetRequiredService<Workflow<int, int>>();
    }

    [Fact]
    public void Every_kind_of_options_has_the_name_that_it_was_asked_for_by()
    {
        var named = new Dictionary<string, string?>();
        using ServiceProvider services = Services(new ConfigurationBuilder().Build(), b =>
        {
            named.Add("parallel", b.ParallelOptions("parallel", o => o.Name = "mine").Name);
            named.Add("each", b.ForEachOptions("each", o => o.Name = "mine").Name);
            named.Add("race", b.RaceOptions("race", o => o.Name = "mine").Name);
            named.Add("loop", b.LoopOptions("loop", o => o.Name = "mine").Name);
            named.Add("router", b.RouterOptions("router", o => o.Name = "mine").Name);
            named.Add("retry", b.RetryOptions("retry", o => o.Name = "mine").Name);
            named.Add("fallback", b.FallbackOptions("fallback", o => o.Name = "mine").Name);
            named.Add("limit", b.TimeoutOptions("limit", o => o.Name = "mine").Name);
            named.Add("guard", b.CircuitBreakerOptions("guard", o => o.Name = "mine").Name);
            named.Add("model", b.LlmOptions("model", o => o.Name = "mine").Name);
            named.Add("budget", b.BudgetOptions("budget", o => o.Name = "mine").Name);
            named.Add("memory", b.MemoryOptions("memory", o => o.Name = "mine").Name);
            named.Add("learn", b.AdaptiveOptions("learn", o => o.Name = "mine").Name);
            named.Add("cache", b.CacheOptions<int>("cache", o => o.Name = "mine").Name);
        });
        services.GetRequiredService<Workflow<int, int>>();
        Assert.All(named, pair => Assert.Equal(pair.Key, pair.Value));
        Assert.Equal(typeof(WorkflowSetup).GetMethods().Count(m => m.Name.EndsWith("Options", StringComparison.Ordinal)), named.Count);
    }

    [Fact]
    public async Task What_configuration_and_code_say_of_executions_is_how_they_show()
    {
        using var telemetry = new Telemetry();
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Workflows:w:SpanName"] = "agent.run" })
            .Build();
        using ServiceProvider services = Services(configuration, b => b.Execution.WorkflowType = "sums");
        await services.GetRequiredService<Workflow<int, int>>().RunAsync(1);
        Assert.Equal("w", telemetry.Span("agent.run").GetTagItem("workflow.name"));
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("workflow_name", "w"), ("workflow_type", "sums")));

        using ServiceProvider blank = Services(configuration, b => b.Execution.WorkflowType = "");
        var thrown = Assert.Throws<InvalidOperationException>(() => blank.GetRequiredService<Workflow<int, int>>());
        Assert.Contains("WorkflowType", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Workflows:w:steady:MaxRetrys", "5", "Workflows:w:steady:MaxRetrys: there is no such option; there are BackoffFactor, BaseDelay, Jitter, MaxDelay, MaxRetries.")]
    [InlineData("Workflows:w:steady:Name", "x", "Workflows:w:steady:Name: there is no such option")]
    [InlineData("Workflows:w:steady:TimeProvider", "x", "Workflows:w:steady:TimeProvider: there is no such option")]
    [InlineData("Workflows:w:steady:MaxRetries", "-1", "Workflows:w:steady:MaxRetries: The field MaxRetries must be between 0 and 1000.")]
    [InlineData("Workflows:w:steady:maxretries", "-1", "Workflows:w:steady:maxretries: The field MaxRetries must be between 0 and 1000.")]
    [InlineData("Workflows:w:steady:MaxRetries", "many", "'Workflows:w:steady:MaxRetries'")]
    [InlineData("Workflows:w:kept:MaxEntries", "0", "Workflows:w:kept:MaxEntries: The field MaxEntries must be between 1 and")]
    [InlineData("Workflows:w:kept:SizeOf", "0", "Workflows:w:kept:SizeOf: there is no such option")]
    [InlineData("Workflows:w:WorkflowTyp", "x", "Workflows:w:WorkflowTyp: there is no such option; there are SpanName, WorkflowType.")]
    [InlineData("Workflows:w:SpanName", "", "Workflows:w:SpanName: The SpanName field is required.")]
    [InlineData("Workflows:w:steddy:MaxRetries", "5", "Workflows:w:steddy: the workflow 'w' has no such primitive with configuration; it has kept, steady.")]
    public async Task A_mistake_in_configuration_shows_when_the_host_starts_and_names_its_key(string key, string value, string says)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [key] = value });
        builder.Services.AddWorkflow("w", setup =>
        {
            setup.CacheOptions<int>("kept");
            return new RetryPrimitive<int, int>(Make.Add(1), setup.RetryOptions("steady"));
        });
        using IHost host = builder.Build();
        OptionsValidationException thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(says, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_mistakes_are_told_at_once_and_what_is_right_starts()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Workflows:w:steady:MaxRetrys"] = "5",
            ["Workflows:w:steady:BaseDelay"] = "-00:00:01",
        });
        int built = 0;
        builder.Services
            .AddWorkflow("w", setup => new RetryPrimitive<int, int>(Make.Add(1), setup.RetryOptions("steady")))
            .AddWorkflow("right", setup => { built++; return new RetryPrimitive<int, int>(Make.Add(1), setup.RetryOptions("steady")); });
        using IHost host = builder.Build();
        OptionsValidationException thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(2, thrown.Failures.Count());
        Assert.Equal(1, built);
    }

    [Fact]
    public void A_mistake_in_code_names_the_workflow_and_the_primitive()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddWorkflow("w", _ => new RetryPrimitive<int, int>(Make.Add(1), new RetryOptions { Name = "steady", MaxRetries = -1 }))
            .BuildServiceProvider();
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<Workflow<int, int>>());
        Assert.Contains("'w'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("RetryOptions of 'steady': The field MaxRetries", thrown.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(IConfiguration configuration, Action<WorkflowSetup> look) => new ServiceCollection()
        .AddSingleton(configuration)
        .AddWorkflow("w", setup => { look(setup); return Make.Add(1); })
        .BuildServiceProvider();
}
