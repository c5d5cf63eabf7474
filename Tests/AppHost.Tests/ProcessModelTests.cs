#pragma warning disable ASPIRECOMMAND001 // Experimental: what Aspire checks before it starts a program.
namespace Tta.AppHost.Tests;

/// <summary>The model with its backends as processes.</summary>
public sealed class ProcessModelTests(ProcessModel model) : ModelContract(model), IClassFixture<ProcessModel>
{
    [Theory]
    [InlineData("cache", "redis-server")]
    [InlineData("alertmanager", "alertmanager")]
    [InlineData("pushgateway", "pushgateway")]
    [InlineData("prometheus", "prometheus")]
    public void A_backend_that_is_a_program_of_this_machine_is_an_executable(string name, string program)
    {
        var process = Assert.IsAssignableFrom<ExecutableResource>(model[name]);

        Assert.EndsWith(program, process.Command, StringComparison.Ordinal);
        Assert.NotEmpty(model.Annotations<RequiredCommandAnnotation>(name));
        Assert.NotEmpty(model.Annotations<RestartAnnotation>(name));
        Assert.False(process.IsContainer());
    }

    [Theory]
    [InlineData("otel-collector")]
    [InlineData("jaeger")]
    [InlineData("loki")]
    [InlineData("grafana")]
    public void A_backend_without_a_program_is_stood_in_for_by_Observatory_and_shown_below_it(string name)
    {
        Assert.False(model[name].IsContainer());
        Assert.Equal("stood in for by observatory", Source(name));
        Assert.Contains(model.Annotations<ResourceRelationshipAnnotation>(name), one => one.Type == "Parent" && one.Resource.Name == "observatory");
    }

    [Theory]
    [InlineData("cache", "cache_ping")]
    [InlineData("observatory", "observatory_http_/health_200_check")]
    [InlineData("otel-collector", "observatory_http_/health_200_check")]
    [InlineData("jaeger", "observatory_http_/health_200_check")]
    [InlineData("loki", "observatory_http_/health_200_check")]
    [InlineData("grafana", "observatory_http_/health_200_check")]
    public void Who_does_the_work_is_asked_whether_it_is_healthy(string name, string check) =>
        Assert.Equal(check, Assert.Single(model.Annotations<HealthCheckAnnotation>(name)).Key);

    [Fact]
    public void Nothing_is_left_that_needs_a_container_engine() => Assert.DoesNotContain(model.Resources, resource => resource.IsContainer());

    [Fact]
    public void Observatory_is_in_no_manifest_and_comes_back_by_itself()
    {
        Assert.Contains(ManifestPublishingCallbackAnnotation.Ignore, model.Annotations<ManifestPublishingCallbackAnnotation>("observatory"));
        Assert.NotEmpty(model.Annotations<RestartAnnotation>("observatory"));
    }

    [Fact]
    public void The_password_is_on_no_command_line()
    {
        var cache = Assert.IsType<RedisProcessResource>(model["cache"]);

        Assert.DoesNotContain("password", cache.Command, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("cache-password", cache.ConnectionStringExpression.ValueExpression, StringComparison.Ordinal);
    }
}
