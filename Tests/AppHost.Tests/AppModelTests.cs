using Microsoft.Extensions.Logging.Abstractions;
namespace Tta.AppHost.Tests;

public sealed class AppModelTests(AppModel model) : IClassFixture<AppModel>
{
    public static TheoryData<string> Everything => [.. AppModel.Everything];

    public static TheoryData<string> Backends => [.. AppModel.Backends];

    public static TheoryData<string> Services => [.. AppModel.Services];

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_resource_says_whether_it_is_healthy(string name) => Assert.NotEmpty(model.Annotations<HealthCheckAnnotation>(name));

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_resource_has_an_icon(string name) => Assert.NotEmpty(model.Annotations<ResourceIconAnnotation>(name));

    [Theory]
    [MemberData(nameof(Backends))]
    public void Every_backend_keeps_its_data_in_a_named_volume(string name)
    {
        var volume = Assert.Single(model.Annotations<ContainerMountAnnotation>(name), mount => mount.Type == ContainerMountType.Volume);

        Assert.Equal($"tta-{name}", volume.Source);
        Assert.False(volume.IsReadOnly);
    }

    [Fact]
    public void Every_bind_mount_exists_and_is_read_only()
    {
        var mounts = AppModel.Everything
            .SelectMany(name => model.Annotations<ContainerMountAnnotation>(name))
            .Where(mount => mount.Type == ContainerMountType.BindMount)
            .ToList();

        Assert.NotEmpty(mounts);
        Assert.All(mounts, mount =>
        {
            Assert.True(Path.Exists(mount.Source), $"{mount.Source} is missing.");
            Assert.True(mount.IsReadOnly, $"{mount.Source} is mounted for writing.");
        });
    }

    [Theory]
    [InlineData("cache", "tcp", 6379, null)]
    [InlineData("alertmanager", "http", 9093, 9093)]
    [InlineData("pushgateway", "http", 9091, 9091)]
    [InlineData("prometheus", "http", 9090, 9090)]
    [InlineData("jaeger", "ui", 16686, 16686)]
    [InlineData("jaeger", "otlp-grpc", 4317, null)]
    [InlineData("jaeger", "otlp-http", 4318, null)]
    [InlineData("jaeger", "health", 13133, null)]
    [InlineData("loki", "http", 3100, null)]
    [InlineData("otel-collector", "otlp-grpc", 4317, 4317)]
    [InlineData("otel-collector", "otlp-http", 4318, 4318)]
    [InlineData("otel-collector", "metrics", 9464, 9464)]
    [InlineData("otel-collector", "self-metrics", 8888, 8888)]
    [InlineData("otel-collector", "health", 13133, null)]
    [InlineData("grafana", "http", 3000, 3000)]
    public void A_container_listens_where_people_expect_it(string name, string endpoint, int targetPort, int? declaredPort)
    {
        var annotation = Endpoint(name, endpoint);

        Assert.Equal(targetPort, annotation.TargetPort);
        // The testing builder takes free ports instead of those that the AppHost declares; the absence of one it leaves alone.
        Assert.True(declaredPort is not null || annotation.Port is null);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_answers_over_http(string name) => Assert.Equal("http", Endpoint(name, "http").UriScheme);

    [Theory]
    [InlineData("otel-collector", "jaeger")]
    [InlineData("grafana", "prometheus")]
    [InlineData("tta-cache-layer", "cache")]
    [InlineData("tta-cache-layer", "otel-collector")]
    [InlineData("tta-llm-gateway", "otel-collector")]
    [InlineData("tta-workflow-engine", "otel-collector")]
    [InlineData("tta-workflow-engine", "tta-cache-layer")]
    [InlineData("tta-workflow-engine", "tta-llm-gateway")]
    [InlineData("tta-agent-orchestrator", "otel-collector")]
    [InlineData("tta-agent-orchestrator", "tta-workflow-engine")]
    public void A_resource_waits_until_what_it_needs_is_healthy(string name, string dependency) =>
        Assert.Contains(model.Annotations<WaitAnnotation>(name), wait => wait.Resource.Name == dependency && wait.WaitType == WaitType.WaitUntilHealthy);

    [Theory]
    [InlineData("otel-collector", "jaeger")]
    [InlineData("otel-collector", "loki")]
    [InlineData("prometheus", "otel-collector")]
    [InlineData("prometheus", "alertmanager")]
    [InlineData("prometheus", "pushgateway")]
    [InlineData("jaeger", "prometheus")]
    [InlineData("grafana", "prometheus")]
    [InlineData("grafana", "jaeger")]
    [InlineData("grafana", "loki")]
    [InlineData("tta-cache-layer", "cache")]
    [InlineData("tta-workflow-engine", "tta-cache-layer")]
    [InlineData("tta-workflow-engine", "tta-llm-gateway")]
    [InlineData("tta-agent-orchestrator", "tta-workflow-engine")]
    public void The_dashboards_graph_shows_who_uses_whom(string name, string used) =>
        Assert.Contains(model.Annotations<ResourceRelationshipAnnotation>(name), relationship => relationship.Resource.Name == used);

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_service_sends_its_telemetry_to_the_collector(string name) =>
        Assert.Contains(model.Annotations<ResourceRelationshipAnnotation>(name), relationship => relationship.Resource.Name == "otel-collector");

    [Theory]
    [InlineData("tta-agent-orchestrator", "pause-traffic", "Pause traffic")]
    [InlineData("tta-agent-orchestrator", "resume-traffic", "Resume traffic")]
    [InlineData("tta-llm-gateway", "raise-error-rate", "Raise error rate")]
    [InlineData("tta-llm-gateway", "clear-faults", "Clear faults")]
    public void A_person_can_act_on_the_demo_from_the_dashboard(string name, string command, string displayName)
    {
        var annotation = Assert.Single(model.Annotations<ResourceCommandAnnotation>(name), annotation => annotation.Name == command);

        Assert.Equal(displayName, annotation.DisplayName);
        Assert.False(string.IsNullOrWhiteSpace(annotation.DisplayDescription));
        Assert.NotNull(annotation.IconName);
    }

    [Fact]
    public void The_report_runs_when_somebody_starts_it_and_is_in_no_manifest()
    {
        Assert.NotEmpty(model.Annotations<ExplicitStartupAnnotation>("tta-report"));
        Assert.Contains(ManifestPublishingCallbackAnnotation.Ignore, model.Annotations<ManifestPublishingCallbackAnnotation>("tta-report"));
        Assert.Empty(model.Annotations<EndpointAnnotation>("tta-report"));
    }

    [Theory]
    [InlineData(DistributedApplicationOperation.Run)]
    [InlineData(DistributedApplicationOperation.Publish)]
    public async Task Redis_is_the_process_that_is_told_to_stop(DistributedApplicationOperation operation)
    {
        var configuration = await ExecutionConfigurationBuilder.Create(model["cache"]).WithArgumentsConfig()
            .BuildAsync(new DistributedApplicationExecutionContext(operation), NullLogger.Instance, CancellationToken.None);

        Assert.Matches("^(-c )?exec redis-server ", string.Join(' ', configuration.Arguments.Select(argument => argument.Value)));
    }

    [Fact]
    public void Passwords_are_secret_parameters()
    {
        var password = Assert.IsType<ParameterResource>(model["grafana-admin-password"]);

        Assert.True(password.Secret);
        Assert.NotNull(password.Default);
    }

    private EndpointAnnotation Endpoint(string name, string endpoint) =>
        Assert.Single(model.Annotations<EndpointAnnotation>(name), annotation => annotation.Name == endpoint);
}
