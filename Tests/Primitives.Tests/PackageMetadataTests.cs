using System.Diagnostics;
using System.Text.Json;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What the project says of the package, without packing it.</summary>
public sealed class PackageMetadataTests
{
    [Fact]
    public async Task The_project_says_what_a_feed_shows_and_lets_the_package_be_validated()
    {
        string[] names =
        [
            "PackageId", "Description", "PackageLicenseExpression", "PackageReadmeFile", "PackageIcon", "PackageTags",
            "PackageReleaseNotes", "EnablePackageValidation", "PackageProjectUrl",
        ];
        Dictionary<string, string> properties = await EvaluateAsync(
            "-target:SetPackageProjectUrl",
            "-p:PrivateRepositoryUrl=https://git.example.org/tta",
            $"-getProperty:{string.Join(',', names)}");

        Assert.Equal("Tta.Primitives", properties["PackageId"]);
        Assert.Equal("MIT", properties["PackageLicenseExpression"]);
        Assert.Equal("true", properties["EnablePackageValidation"]);
        Assert.Contains("opentelemetry", properties["PackageTags"].Split(';'));
        Assert.Contains("0.1.0", properties["PackageReleaseNotes"], StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(properties["Description"]));

        // Where the source is, only a checkout with a remote knows.
        Assert.Matches("^https?://", properties["PackageProjectUrl"]);
        string[] files = [properties["PackageReadmeFile"], properties["PackageIcon"]];
        Assert.All(files, file => Assert.True(File.Exists(Repository.PathOf("Primitives", file)), file));
    }

    private static async Task<Dictionary<string, string>> EvaluateAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            PackedLibrary.Dotnet,
            ["msbuild", Repository.PathOf("Primitives", "Primitives.csproj"), "-nologo", "-nodeReuse:false", .. arguments]);
        (int exitCode, string output) = await Tool.RunAsync(start);
        Assert.True(exitCode == 0, output);
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.GetProperty("Properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
    }
}
