namespace Tta.AppHost.Tests;

/// <summary>What differs between running, publishing and running with backends that stay.</summary>
public sealed class ModeTests
{
    private const string ObservatoryConfiguration = "/etc/otelcol-contrib/observatory.yaml";
    private const string DashboardConfiguration = "/etc/otelcol-contrib/aspire-dashboard.yaml";

    private static readonly int?[] UsualPorts = [3000, 4317, 4318, 8888, 9464, 16686];

    [Fact]
    public async Task While_the_AppHost_runs_the_collector_sends_to_the_Aspire_dashboard_too()
    {
        await using var builder = await AppModel.CreateAsync("--Backends=containers");
        var arguments = await ArgumentsAsync(builder, "otel-collector");

        Assert.Equal(["--config", "/etc/otelcol-contrib/config.yaml", "--config", DashboardConfiguration], arguments);
        Assert.Contains(Resource(builder, "otel-collector").Annotations, annotation => annotation is OtlpExporterAnnotation);
    }

    [Fact]
    public async Task Observatory_is_added_beside_containers_on_request_and_gets_a_copy_from_the_collector()
    {
        var data = Directory.CreateTempSubdirectory("tta-data-");
        try
        {
            await using var builder = await AppModel.CreateAsync(
                "--Backends=containers", "--Backends:Observatory=true", $"--Backends:Data={data.FullName}");
            var observatory = Assert.IsType<ProjectResource>(Resource(builder, "observatory"));

            var arguments = await ArgumentsAsync(builder, "otel-collector");
            Assert.Equal(["--config", ObservatoryConfiguration], arguments.TakeLast(2));
            Assert.Contains(DashboardConfiguration, arguments);
            var endpoint = Assert.IsType<EndpointReference>(Environment(builder, "otel-collector")["OBSERVATORY_OTLP_ENDPOINT"]);
            Assert.Equal((observatory, "otlp-http"), (endpoint.Resource, endpoint.EndpointName));
            Assert.Contains(
                Resource(builder, "otel-collector").Annotations.OfType<ResourceRelationshipAnnotation>(), one => one.Resource == observatory);
            // The containers have the usual ports.
            Assert.All(observatory.Annotations.OfType<EndpointAnnotation>(), one => Assert.DoesNotContain(one.Port, UsualPorts));
            // The others stay what they are, and what the Aspire dashboard shows comes from the collector alone.
            Assert.All(AppModel.Backends, name => Assert.True(Resource(builder, name).IsContainer(), name));
            Assert.DoesNotContain("OBSERVATORY__FORWARD", Environment(builder, "observatory").Keys);
            Assert.Contains(ManifestPublishingCallbackAnnotation.Ignore, observatory.Annotations);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--Backends:Observatory=false")]
    [InlineData("--Backends:Observatory=")]
    [InlineData("--Demo:WorkflowsPerSecond=1")]
    public async Task Without_being_asked_for_Observatory_is_not_beside_containers(string setting)
    {
        await using var builder = await AppModel.CreateAsync("--Backends=containers", setting);

        Assert.DoesNotContain(builder.Resources, resource => resource.Name == "observatory");
        Assert.DoesNotContain(ObservatoryConfiguration, await ArgumentsAsync(builder, "otel-collector"));
        Assert.DoesNotContain("OBSERVATORY_OTLP_ENDPOINT", Environment(builder, "otel-collector").Keys);
    }

    [Fact]
    public async Task A_switch_that_is_neither_on_nor_off_is_named()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => AppModel.CreateAsync("--Backends=containers", "--Backends:Observatory=maybe"));

        Assert.Contains("Backends:Observatory is 'maybe'; it takes true or false.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_Observatory_stands_in_the_switch_adds_no_second_one()
    {
        var data = Directory.CreateTempSubdirectory("tta-data-");
        try
        {
            await using var builder = await AppModel.CreateAsync(
                "--Backends=processes", "--Backends:Observatory=true", $"--Backends:Data={data.FullName}");

            Assert.Single(builder.Resources, resource => resource.Name == "observatory");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_published_collector_knows_no_Aspire_dashboard()
    {
        await using var builder = await AppModel.CreateAsync("--publisher", "manifest", "--output-path", "unused.json");

        Assert.Empty(await ArgumentsAsync(builder, "otel-collector"));
    }

    [Fact]
    public async Task Two_systems_do_not_write_into_one_data_directory()
    {
        var data = Directory.CreateTempSubdirectory("tta-data-");
        try
        {
            string[] arguments = ["--Backends=processes", $"--Backends:Data={data.FullName}"];
            await using var first = await AppModel.CreateAsync(arguments);
            await using var running = await first.BuildAsync();

            var error = await Assert.ThrowsAnyAsync<Exception>(() => AppModel.CreateAsync(arguments));

            Assert.Contains($"A system already runs on the data in {data.FullName}", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_setting_of_the_demo_reaches_every_service()
    {
        await using var builder = await AppModel.CreateAsync("--Backends=containers", "--Demo:WorkflowsPerSecond=10");

        Assert.All(AppModel.Services, name => Assert.Equal("10", Environment(builder, name)["Demo__WorkflowsPerSecond"]));
    }

    [Fact]
    public async Task Backends_stop_with_the_AppHost_unless_told_otherwise()
    {
        await using var builder = await AppModel.CreateAsync("--Backends=containers");

        Assert.All(AppModel.Backends, name => Assert.False(IsPersistent(builder, name), name));
    }

    [Fact]
    public async Task Backends_outlive_the_AppHost_on_request()
    {
        await using var builder = await AppModel.CreateAsync("--Backends=containers", "--Backends:Persistent=true");

        Assert.All(AppModel.Backends, name => Assert.True(IsPersistent(builder, name), name));
    }

    private static IResource Resource(IDistributedApplicationTestingBuilder builder, string name) =>
        builder.Resources.Single(resource => resource.Name == name);

    private static bool IsPersistent(IDistributedApplicationTestingBuilder builder, string name) =>
        Resource(builder, name).Annotations.OfType<ContainerLifetimeAnnotation>().LastOrDefault()?.Lifetime == ContainerLifetime.Persistent;

    [Fact]
    public async Task A_key_is_handed_to_the_services_and_its_text_is_in_no_argument()
    {
        const string Key = "the-key-of-this-run";
        await using var builder = await AppModel.CreateAsync("--Backends=containers", $"--Access:Key={Key}");

        foreach (var name in AppModel.Services)
        {
            Assert.Equal(Key, Environment(builder, name)["Access__Key"]);
            Assert.DoesNotContain(await ArgumentsAsync(builder, name), argument => argument.Contains(Key, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Without_a_key_none_is_asked_for()
    {
        await using var builder = await AppModel.CreateAsync("--Backends=containers");

        Assert.All(AppModel.Services, name => Assert.DoesNotContain("Access__Key", Environment(builder, name).Keys));
    }

    private static async Task<IReadOnlyList<string>> ArgumentsAsync(IDistributedApplicationTestingBuilder builder, string name)
    {
        var resource = Resource(builder, name);
        var context = new CommandLineArgsCallbackContext([], resource) { ExecutionContext = builder.ExecutionContext };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return [.. context.Args.Select(argument => argument.ToString()!)];
    }

    private static Dictionary<string, object> Environment(IDistributedApplicationTestingBuilder builder, string name)
    {
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, Resource(builder, name));
        foreach (var annotation in Resource(builder, name).Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            _ = annotation.Callback(context);
        }

        return context.EnvironmentVariables;
    }
}
