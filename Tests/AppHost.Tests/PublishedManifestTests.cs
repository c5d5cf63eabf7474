namespace Tta.AppHost.Tests;

public sealed class PublishedManifestTests
{
    [Theory]
    [InlineData("containers")]
    [InlineData("processes")]
    [InlineData("containers", "--Backends:Observatory=true")]
    public async Task The_committed_manifest_is_what_the_AppHost_publishes_whichever_way_it_runs(string backends, params string[] switches)
    {
        var root = Path.GetFullPath("..", Projects.AppHost.ProjectPath);
        // Paths in a manifest are relative to it, so it is published beside the committed one.
        var published = Path.Combine(root, $"aspire-manifest.{Guid.NewGuid():N}.json");
        try
        {
            await using (var builder = await AppModel.CreateAsync(
                ["--publisher", "manifest", "--output-path", published, $"--Backends={backends}", .. switches]))
            {
                await using var application = await builder.BuildAsync();
                await application.RunAsync();
            }

            Assert.Equal(
                (await File.ReadAllTextAsync(Path.Combine(root, "aspire-manifest.json"))).TrimEnd(),
                (await File.ReadAllTextAsync(published)).TrimEnd(),
                ignoreLineEndingDifferences: true);
        }
        finally
        {
            File.Delete(published);
        }
    }
}
