using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.ServiceDefaults.Tests;

/// <summary>A service says how it is, why, and how those are that it asks.</summary>
[Collection(nameof(OneAtATime))]
public sealed class HealthTests
{
    private const string Other = "other-service";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(200, "Healthy", "Healthy")]
    [InlineData(200, "Degraded\nredis: does not answer", $"Degraded\n{Other}: redis: does not answer")]
    [InlineData(503, "Unhealthy\ndisk: is full\nredis: does not answer", $"Degraded\n{Other}: disk: is full; redis: does not answer")]
    [InlineData(503, "Unhealthy", $"Degraded\n{Other}: is not healthy")]
    [InlineData(404, "", $"Degraded\n{Other}: is not healthy")]
    [InlineData(200, "<html>Healthy</html>", $"Degraded\n{Other}: is not healthy")]
    public async Task It_is_degraded_while_a_service_that_it_asks_is_not_healthy_and_says_why(int status, string said, string expected)
    {
        await using var other = await OtherAsync(status, said);
        await using var service = await TestService.StartAsync(builder => builder.AddDependencyCheck(Other, new Uri(other.Urls.Single()), Patience));

        using var health = await service.Client.GetAsync("/health");

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(expected, await health.Content.ReadAsStringAsync());
        Assert.Equal("Healthy", await service.Client.GetStringAsync("/alive"));
    }

    [Fact]
    public async Task It_is_degraded_while_nobody_answers()
    {
        var nobody = new Uri($"http://127.0.0.1:{OtlpCollector.FreePort()}");
        await using var service = await TestService.StartAsync(builder => builder.AddDependencyCheck(Other, nobody, Patience));

        Assert.Equal($"Degraded\n{Other}: does not answer", await service.Client.GetStringAsync("/health"));
    }

    [Fact]
    public async Task It_is_degraded_while_the_other_one_hangs_whose_port_is_open()
    {
        using var hung = new TcpListener(IPAddress.Loopback, 0);
        hung.Start();
        await using var service = await TestService.StartAsync(builder => builder.AddDependencyCheck(
            Other, new Uri($"http://{hung.LocalEndpoint}"), TimeSpan.FromMilliseconds(100)));

        Assert.Equal($"Degraded\n{Other}: does not answer", await service.Client.GetStringAsync("/health"));
    }

    [Fact]
    public async Task It_is_degraded_when_the_other_one_talks_without_end()
    {
        await using var other = await OtherAsync(200, new string('x', 100_000));
        await using var service = await TestService.StartAsync(builder => builder.AddDependencyCheck(Other, new Uri(other.Urls.Single()), Patience));

        Assert.Equal($"Degraded\n{Other}: does not answer", await service.Client.GetStringAsync("/health"));
    }

    [Fact]
    public async Task What_a_check_throws_is_not_told()
    {
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks()
            .AddCheck("store", () => throw new InvalidOperationException("password=secret")));

        using var health = await service.Client.GetAsync("/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("Unhealthy\nstore: does not answer", await health.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Its_questions_show_neither_in_traces_nor_in_metrics()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var other = await OtherAsync(200, "Healthy");
        await using var service = await TestService.StartAsync(
            builder => builder.AddDependencyCheck(Other, new Uri(other.Urls.Single()), Patience), TestService.Exporting(collector.Url));

        // Not over HTTP: that question is a client's, and in this process.
        var report = await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        await service.StopAsync();

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Empty(collector.Spans);
        Assert.DoesNotContain("http.client.request.duration", collector.Metrics.Keys);
        Assert.Contains("dotnet.gc.collections", collector.Metrics.Keys);
    }

    private static async Task<WebApplication> OtherAsync(int status, string said)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var other = builder.Build();
        other.MapGet("/health", () => Results.Text(said, statusCode: status));
        await other.StartAsync();
        return other;
    }
}
