using System.Xml.Linq;

namespace Tta.Architecture.Tests;

/// <summary>Dependencies between projects point one way, and packages stay where they belong.</summary>
public sealed class ProjectTests
{
    public static TheoryData<string, string[]> Projects => new()
    {
        { "Primitives/Primitives.csproj", [] },
        { "ServiceDefaults/ServiceDefaults.csproj", [] },
        { "Observatory/Observatory.csproj", [] },
        { "Deployment/Deployment.csproj", [] },
        { "grafana/generator/DashboardGenerator.csproj", [] },
        { "DemoWorkers/DemoWorkers.csproj", ["Primitives", "ServiceDefaults"] },
        { "AppHost/AppHost.csproj", ["DemoWorkers", "Observatory"] },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_these(string project, string[] others) =>
        Assert.Equal(others, Items(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_project_but_tests_and_benchmarks_is_listed() => Assert.Equal(
        Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("Tests/", StringComparison.Ordinal) && !path.StartsWith("benchmarks/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
        Projects.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void Primitives_never_learn_who_observes_them() => Assert.DoesNotContain(
        Items("Primitives/Primitives.csproj", "PackageReference"), package => package.StartsWith("OpenTelemetry", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_the_AppHost_knows_how_Aspire_hosts(string project, string[] others)
    {
        _ = others;
        var hosting = Items(project, "PackageReference").Where(package => package.StartsWith("Aspire.Hosting", StringComparison.Ordinal));

        Assert.Equal(project == "AppHost/AppHost.csproj", hosting.Any());
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Repository.PathOf(project)).Descendants(kind).Select(item => item.Attribute("Include")!.Value);
}
