using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tta.Configuration.Tests;

/// <summary>What the AppHost's source must agree with.</summary>
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
    public void The_SDK_is_of_the_packages_release()
    {
        var packages = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("AspireVersion").Single().Value;
        var sdk = XDocument.Load(Repository.PathOf("AppHost/AppHost.csproj")).Root!.Attribute("Sdk")!.Value.Split('/')[1];

        // A feed may hold another patch of the one than of the other.
        Assert.Equal(Version.Parse(packages).ToString(2), Version.Parse(sdk).ToString(2));
    }

    [Fact]
    public void The_command_line_is_of_the_packages_version()
    {
        var packages = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("AspireVersion").Single().Value;
        var tools = JsonNode.Parse(Repository.Read(".config/dotnet-tools.json"))!["tools"]!;

        Assert.Equal(packages, tools["aspire.cli"]!["version"]!.GetValue<string>());
    }

    [GeneratedRegex("const string (Registry|Image|Tag) = \"([^\"]+)\";")]
    private static partial Regex Constant();
}
