namespace Tta.AppHost.Tests;

public sealed class ComposeTests
{
    [Fact]
    public async Task Published_for_compose_the_services_still_send_their_telemetry_to_the_collector()
    {
        var directory = Directory.CreateTempSubdirectory("tta-compose-").FullName;
        try
        {
            await using (var builder = await AppModel.CreateAsync("--operation", "publish", "--step", "publish", "--output-path", directory, "--Target", "compose"))
            {
                await using var application = await builder.BuildAsync();
                await application.RunAsync();
            }

            var compose = await File.ReadAllTextAsync(Path.Combine(directory, "docker-compose.yaml"));
            Assert.Equal(AppModel.Services.Count, compose.Split("OTEL_EXPORTER_OTLP_ENDPOINT: \"http://otel-collector:4318\"").Length - 1);
            Assert.All(AppModel.Everything, name => Assert.Contains($"\n  {name}:", compose, StringComparison.Ordinal));
            Assert.StartsWith("name: \"tta-aspire\"", compose, StringComparison.Ordinal);
            Assert.Contains("127.0.0.1:3000:3000", compose, StringComparison.Ordinal);
            Assert.DoesNotContain("0.0.0.0:", compose.Replace("127.0.0.1:", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
