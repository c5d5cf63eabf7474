namespace Tta.AppHost.Tests;

/// <summary>What the model says whichever way the backends run.</summary>
public abstract class ModelContract(AppModel model)
{
    public static TheoryData<string> Everything => [.. AppModel.Everything];

    public static TheoryData<string> Services => [.. AppModel.Services];

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_resource_says_whether_it_is_healthy(string name) => Assert.NotEmpty(model.Annotations<HealthCheckAnnotation>(name));

    [Theory]
    [InlineData("prometheus", "/-/ready")]
    [InlineData("alertmanager", "/-/ready")]
    [InlineData("pushgateway", "/-/ready")]
    [InlineData("tta-cache-layer", "/health")]
    [InlineData("tta-llm-gateway", "/health")]
    [InlineData("tta-workflow-engine", "/health")]
    [InlineData("tta-agent-orchestrator", "/health")]
    public void It_is_healthy_when_it_answers_and_not_when_its_port_is_open(string name, string path) =>
        Assert.Equal($"{name}_http_{path}_200_check", Assert.Single(model.Annotations<HealthCheckAnnotation>(name)).Key);

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_resource_has_an_icon(string name) => Assert.NotEmpty(model.Annotations<ResourceIconAnnotation>(name));

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
    [InlineData("tta-agent-orchestrator", "change-traffic", "Change traffic …")]
    [InlineData("tta-agent-orchestrator", "reset-traffic", "Reset traffic")]
    [InlineData("tta-llm-gateway", "raise-error-rate", "Raise error rate")]
    [InlineData("tta-llm-gateway", "set-faults", "Set faults of …")]
    [InlineData("tta-llm-gateway", "clear-faults", "Clear faults")]
    [InlineData("tta-workflow-engine", "set-step-fault", "Set fault of step …")]
    [InlineData("tta-workflow-engine", "clear-faults", "Clear faults")]
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

    [Fact]
    public void Passwords_are_secret_parameters()
    {
        var password = Assert.IsType<ParameterResource>(model["grafana-admin-password"]);

        Assert.True(password.Secret);
        Assert.NotNull(password.Default);
    }

    [Theory]
    [InlineData("cache", "tcp")]
    [InlineData("alertmanager", "http")]
    [InlineData("pushgateway", "http")]
    [InlineData("prometheus", "http")]
    [InlineData("jaeger", "ui", "otlp-grpc", "otlp-http", "health", "self-metrics")]
    [InlineData("loki", "http")]
    [InlineData("otel-collector", "otlp-grpc", "otlp-http", "metrics", "self-metrics", "health")]
    [InlineData("grafana", "http")]
    public void A_backend_has_the_endpoints_that_others_ask_for(string name, params string[] endpoints) =>
        Assert.Equal(endpoints.Order(), model.Annotations<EndpointAnnotation>(name).Select(endpoint => endpoint.Name).Order());

    [Theory]
    [InlineData("tta-agent-orchestrator")]
    [InlineData("tta-workflow-engine")]
    [InlineData("tta-llm-gateway")]
    [InlineData("tta-cache-layer")]
    public void A_service_that_ends_by_itself_is_started_again(string name) => Assert.NotEmpty(model.Annotations<RestartAnnotation>(name));

    [Fact]
    public void The_report_that_ends_is_not_started_again() => Assert.Empty(model.Annotations<RestartAnnotation>("tta-report"));

    [Fact]
    public void The_dashboard_says_which_way_the_backends_run_and_why() =>
        Assert.Matches("^(Processes|Containers): Backends=(processes|containers) asks for them$", Source("backends"));

    /// <summary>What the dashboard shows as a resource's source.</summary>
    protected string? Source(string name) => model.Annotations<ResourceSnapshotAnnotation>(name)[^1].InitialSnapshot.Properties
        .SingleOrDefault(property => property.Name == CustomResourceKnownProperties.Source)?.Value as string;

    protected EndpointAnnotation Endpoint(string name, string endpoint) =>
        Assert.Single(model.Annotations<EndpointAnnotation>(name), annotation => annotation.Name == endpoint);

    /// <summary>The orchestrator's proxy can lose a process that is started again; its callers would wait for ever.</summary>
    [Fact]
    public void What_is_started_again_listens_itself_on_a_port_of_its_own()
    {
        var endpoints = (from resource in model.Resources
                         where resource.Annotations.OfType<RestartAnnotation>().Any()
                         from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
                         select endpoint).ToList();

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.Equal((false, endpoint.Port), (endpoint.IsProxied, endpoint.TargetPort)));
        Assert.DoesNotContain(null, endpoints.Select(endpoint => endpoint.Port));
        Assert.Distinct(endpoints.Select(endpoint => endpoint.Port));
    }
}
