using Microsoft.Extensions.Logging.Abstractions;

namespace Tta.AppHost.Tests;

/// <summary>The model with its backends as containers.</summary>
public sealed class ContainerModelTests(ContainerModel model) : ModelContract(model), IClassFixture<ContainerModel>
{
    public static TheoryData<string> Backends => [.. AppModel.Backends];

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
    [InlineData("cache", "tcp", 6379, 6379)]
    [InlineData("alertmanager", "http", 9093, 9093)]
    [InlineData("pushgateway", "http", 9091, 9091)]
    [InlineData("prometheus", "http", 9090, 9090)]
    [InlineData("jaeger", "ui", 16686, 16686)]
    [InlineData("jaeger", "otlp-grpc", 4317, null)]
    [InlineData("jaeger", "otlp-http", 4318, null)]
    [InlineData("jaeger", "health", 13133, null)]
    [InlineData("jaeger", "self-metrics", 8888, null)]
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
    [InlineData(DistributedApplicationOperation.Run)]
    [InlineData(DistributedApplicationOperation.Publish)]
    public async Task Redis_is_the_process_that_is_told_to_stop(DistributedApplicationOperation operation)
    {
        var configuration = await ExecutionConfigurationBuilder.Create(model["cache"]).WithArgumentsConfig()
            .BuildAsync(new DistributedApplicationExecutionContext(operation), NullLogger.Instance, CancellationToken.None);

        Assert.Matches("^(-c )?exec redis-server ", string.Join(' ', configuration.Arguments.Select(argument => argument.Value)));
    }
}
