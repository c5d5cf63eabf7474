using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tta.Configuration.Tests;

/// <summary>What can be seen of the AppHost without compiling it: machines without Aspire would find a slip only elsewhere.</summary>
public sealed partial class AppHostSourceTests
{
    [Fact]
    public void The_manifest_names_the_images_that_the_AppHost_pins()
    {
        var pinned = Directory.EnumerateFiles(Repository.PathOf("AppHost"), "*ContainerImageTags.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Select(source => Constant().Matches(source).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value))
            .Select(tags => $"{tags["Registry"]}/{tags["Image"]}:{tags["Tag"]}")
            .Order();

        // Redis is the one whose image Aspire's own package pins.
        var published = PublishedResource.Names
            .Where(name => Committed.Manifest["resources"]![name]!["image"] is not null && name != "cache")
            .Select(name => new PublishedResource(name).Image)
            .Order();

        Assert.Equal(pinned, published);
    }

    [Fact]
    public void The_SDK_has_the_version_of_the_packages()
    {
        var packages = XDocument.Load(Repository.PathOf("Directory.Packages.props"));
        var version = packages.Descendants("AspireVersion").Single().Value;
        var sdks = XDocument.Load(Repository.PathOf("AppHost/AppHost.csproj")).Descendants("Import")
            .Where(import => import.Attribute("Sdk")?.Value == "Aspire.AppHost.Sdk")
            .Select(import => import.Attribute("Version")?.Value)
            .ToList();

        Assert.Equal([version, version], sdks);
    }

    [Fact]
    public void No_package_that_the_SDK_brings_has_a_central_version() =>
        // NuGet refuses a central version for an implicit package (NU1009).
        Assert.DoesNotContain(
            XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value),
            package => package is "Aspire.Hosting.AppHost" || package.StartsWith("Aspire.Dashboard.Sdk", StringComparison.Ordinal)
                || package.StartsWith("Aspire.Hosting.Orchestration", StringComparison.Ordinal));

    [GeneratedRegex("const string (Registry|Image|Tag) = \"([^\"]+)\";")]
    private static partial Regex Constant();
}
