using System.Diagnostics;

namespace Tta.Configuration.Tests;

/// <summary>
/// Programs that run in containers judge their own configuration where the machine has them. Nobody need install them: without them, the other
/// tests here compare the settings with those that the programs are known to have.
/// </summary>
public sealed class InstalledProgramsTests
{
    [Fact]
    public Task Jaeger_accepts_its_configuration() => AcceptsAsync("jaeger", "validate", "--config", "jaeger/config.yaml");

    [Theory]
    [InlineData("--config=otel-collector/config.yaml")]
    [InlineData("--config=otel-collector/config.yaml", "--config=otel-collector/aspire-dashboard.yaml")]
    public Task The_collector_accepts_its_configuration(params string[] files) => AcceptsAsync("otelcol-contrib", ["validate", .. files]);

    private static async Task AcceptsAsync(string program, params string[] arguments)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            return;
        }

        var start = new ProcessStartInfo(program, arguments);
        foreach (var name in (string[])["PROMETHEUS_URL", "LOKI_URL", "JAEGER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"])
        {
            start.Environment[name] = "http://localhost:1";
        }

        start.Environment["ASPIRE_DASHBOARD_OTLP_API_KEY"] = "a-key";
        var (exitCode, output) = await Tool.RunAsync(start);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}:{Environment.NewLine}{output}");
    }
}
