using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class PackageTests(PackedLibrary package) : IClassFixture<PackedLibrary>
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Fact]
    public async Task A_fresh_project_restores_the_package_from_a_folder_and_uses_it_in_ten_lines()
    {
        string app = package.NewProgram("app", """
            using System.Diagnostics;
            using Tta.Primitives;
            var last = "";
            using var listener = new ActivityListener { ShouldListenTo = s => s.Name == "Tta.Primitives", ActivityStopped = a => last = a.OperationName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
            ActivitySource.AddActivityListener(listener);
            var greet = new LambdaPrimitive<string, string>("greet", name => $"Hello, {name}");
            var shout = new LambdaPrimitive<string, string>("shout", text => text.ToUpperInvariant());
            string said = await (greet >> shout).ExecuteAsync("world", new WorkflowContext("greeting"));
            Console.WriteLine($"{said}: {last}");
            """);
        await package.DotnetAsync(app, "build");
        string output = await PackedLibrary.RunAsync(app, PackedLibrary.Dotnet, "bin/Release/net10.0/app.dll");
        Assert.Equal("HELLO, WORLD: primitive.sequential.execute", output.Trim());
    }

    [Fact]
    public async Task A_program_trimmed_to_what_it_uses_works_and_gives_no_warning()
    {
        string app = package.NewProgram(
            "trimmed",
            """
            using Microsoft.Extensions.Configuration;
            using Microsoft.Extensions.DependencyInjection;
            using Tta.Primitives;
            var settings = new Dictionary<string, string?> { ["Workflows:w:steady:MaxRetries"] = "7", ["Workflows:w:kept:TimeToLive"] = "00:00:05" };
            using var services = new ServiceCollection()
                .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
                .AddWorkflow<string, string>("w", b =>
                {
                    int calls = 0;
                    var flaky = new LambdaPrimitive<string, string>("flaky", s => ++calls < 8 ? throw new InvalidOperationException() : s + calls);
                    RetryOptions retry = b.RetryOptions("steady");
                    retry.BaseDelay = TimeSpan.Zero;
                    var steady = new RetryPrimitive<string, string>(flaky, retry);
                    return new CachePrimitive<string, string>(steady, (s, _) => s, b.CacheOptions<string>("kept"));
                })
                .BuildServiceProvider();
            try { _ = new RetryPrimitive<string, string>(new LambdaPrimitive<string, string>("x", s => s), new RetryOptions { MaxRetries = -1 }); }
            catch (ArgumentException e) { Console.WriteLine(e.Message); }
            Console.WriteLine(await services.GetRequiredService<Workflow<string, string>>().RunAsync("done "));
            """,
            """
            <PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained><UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
            <TrimmerSingleWarn>false</TrimmerSingleWarn><TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <EnableConfigurationBindingGenerator>true</EnableConfigurationBindingGenerator><InvariantGlobalization>true</InvariantGlobalization>
            """,
            "Microsoft.Extensions.DependencyInjection");
        await package.DotnetAsync(app, "publish", "-o", "out");
        string output = await PackedLibrary.RunAsync(app, Path.Combine(app, "out", "app"));
        Assert.Equal(
            ["RetryOptions: The field MaxRetries must be between 0 and 1000. (Parameter 'options')", "done 8"],
            output.Trim().Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void The_package_says_what_it_is_and_where_it_comes_from()
    {
        Assert.Superset(
            new HashSet<string> { "README.md", "icon.png", "lib/net10.0/Tta.Primitives.dll", "lib/net10.0/Tta.Primitives.xml" },
            package.Files().ToHashSet());
        XElement metadata = XElement.Parse(Encoding.UTF8.GetString(package.Read("Tta.Primitives.nuspec")).TrimStart('\uFEFF')).Elements().First();
        string? Value(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
        Assert.Equal(("MIT", "README.md", "icon.png"), (Value("license"), Value("readme"), Value("icon")));
        Assert.Equal("https://github.com/example/tta", Value("projectUrl"));
        Assert.Contains("0.1.0", Value("releaseNotes"), StringComparison.Ordinal);
        Assert.Contains("opentelemetry", Value("tags")!.Split(' '));
        XElement repository = metadata.Elements().First(e => e.Name.LocalName == "repository");
        Assert.Equal("https://github.com/example/tta", repository.Attribute("url")!.Value);
        Assert.Equal(
            ["Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.Caching.Abstractions",
                "Microsoft.Extensions.Options.ConfigurationExtensions", "Polly.Core"],
            metadata.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_commit_gives_the_same_bytes_in_any_folder()
    {
        Assert.Equal(package.Read("lib/net10.0/Tta.Primitives.dll"), package.Read("lib/net10.0/Tta.Primitives.dll", other: true));
        Assert.Equal(
            package.Read("lib/net10.0/Tta.Primitives.pdb", "snupkg"), package.Read("lib/net10.0/Tta.Primitives.pdb", "snupkg", other: true));
    }

    [Fact]
    public void The_symbols_lead_to_the_source()
    {
        using var stream = new MemoryStream(package.Read("lib/net10.0/Tta.Primitives.pdb", "snupkg"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        MetadataReader pdb = provider.GetMetadataReader();
        string[] links =
        [
            .. pdb.CustomDebugInformation.Select(pdb.GetCustomDebugInformation)
                .Where(i => pdb.GetGuid(i.Kind) == SourceLink).Select(i => Encoding.UTF8.GetString(pdb.GetBlobBytes(i.Value))),
        ];
        Assert.Contains("https://raw.githubusercontent.com/example/tta/", Assert.Single(links), StringComparison.Ordinal);
        Assert.All(pdb.Documents.Select(d => pdb.GetString(pdb.GetDocument(d).Name)), name => Assert.StartsWith("/_", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_public_member_is_documented()
    {
        var xml = XDocument.Parse(Encoding.UTF8.GetString(package.Read("lib/net10.0/Tta.Primitives.xml")).TrimStart('\uFEFF'));
        Dictionary<string, XElement> members = xml.Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);
        Assert.All(
            typeof(WorkflowPrimitive).Assembly.GetExportedTypes().Where(t => !t.Name.StartsWith('<')),
            type => Assert.Contains($"T:{type.FullName!.Replace('+', '.')}", members.Keys));
        Assert.All(members, m => Assert.True(
            m.Value.Elements().Any(e => e.Name.LocalName is "summary" or "inheritdoc" or "content"), $"{m.Key} has no summary"));
    }
}
