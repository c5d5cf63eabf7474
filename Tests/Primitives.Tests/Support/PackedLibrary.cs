using System.Diagnostics;
using System.IO.Compression;

namespace Tta.Primitives.Tests.Support;

/// <summary>The library packed in two folders, as two people would who check out the same commit.</summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    public const string Version = "0.0.1-test";

    private readonly string _work = Directory.CreateTempSubdirectory("tta-package-").FullName;

    /// <summary>The folder with the package of the first checkout.</summary>
    public string Feed => Path.Combine(_work, "one", "feed");

    private string OtherFeed => Path.Combine(_work, "another", "place", "feed");

    public async ValueTask InitializeAsync()
    {
        await PackAsync(Path.Combine(_work, "one", "source"), Feed);
        await PackAsync(Path.Combine(_work, "another", "place", "source"), OtherFeed);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_work, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A file of the package: from the first or the other checkout.</summary>
    public byte[] Read(string entry, string extension = "nupkg", bool other = false)
    {
        using ZipArchive archive = Open(extension, other);
        using Stream stream = (archive.GetEntry(entry) ?? throw new InvalidOperationException($"The package has no {entry}.")).Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public IReadOnlyList<string> Files(string extension = "nupkg")
    {
        using ZipArchive archive = Open(extension, other: false);
        return [.. archive.Entries.Select(e => e.FullName)];
    }

    /// <summary>Writes a program that uses the package into a fresh folder.</summary>
    public string NewProgram(string name, string code, string properties = "", params string[] packages)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_work, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), code);
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <LangVersion>14</LangVersion>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NoWarn>NU1603;NU1900</NoWarn>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Tta.Primitives" Version="{Version}" />
                {string.Concat(packages.Select(id => $"""<PackageReference Include="{id}" Version="10.0.0" />"""))}
              </ItemGroup>
            </Project>
            """);
        return folder;
    }

    /// <summary>Builds or publishes a program in <paramref name="folder"/> with the packed library.</summary>
    public Task<string> DotnetAsync(string folder, params string[] arguments) => RunAsync(
        folder,
        Dotnet,
        [
            .. arguments, "-c", "Release", "-v", "q", "--nologo",
            $"-p:RestoreAdditionalProjectSources={Feed}",
            $"-p:RestorePackagesPath={Path.Combine(_work, "packages")}",
            $"-p:RestoreFallbackFolders={Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Home, ".nuget", "packages")}",
        ]);

    /// <summary>Runs a program that must succeed; gives what it wrote.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        (int exitCode, string output) = await Tool.RunAsync(start);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    public static string Dotnet { get; } =
        Environment.ProcessPath is { } path && Path.GetFileName(path).StartsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet";

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private ZipArchive Open(string extension, bool other) =>
        ZipFile.OpenRead(Assert.Single(Directory.GetFiles(other ? OtherFeed : Feed, $"*.{extension}")));

    private static async Task PackAsync(string source, string feed)
    {
        CopySource(source);

        // The same commit in both places, and a remote, or there is nothing that SourceLink could link to.
        await RunAsync(source, "git", "init", "-q", "-b", "main");
        await RunAsync(source, "git", "remote", "add", "origin", "https://github.com/example/tta");
        await RunAsync(source, "git", "add", "-A");
        await RunAsync(
            source, "env", "GIT_AUTHOR_DATE=2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE=2026-01-01T00:00:00Z",
            "git", "-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "test");
        await RunAsync(
            source, Dotnet, "pack", "Primitives/Primitives.csproj", "-c", "Release", "-o", feed, $"-p:Version={Version}",
            "-p:ContinuousIntegrationBuild=true", "--nologo", "-v", "q");
    }

    private static void CopySource(string to)
    {
        string repository = Repository.Root;
        IEnumerable<string> files = Directory.EnumerateFiles(repository, "*.*props")
            .Concat(Directory.EnumerateFiles(repository, ".editorconfig"))
            .Concat(Directory.EnumerateFiles(repository, "*uget.config"))
            .Concat(Directory.EnumerateFiles(Path.Combine(repository, "Primitives"), "*", SearchOption.AllDirectories));
        foreach (string file in files)
        {
            string relative = Path.GetRelativePath(repository, file);
            if (relative.Split('/', '\\') is not ["Primitives", "bin" or "obj", ..])
            {
                string copy = Path.Combine(to, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }
}
