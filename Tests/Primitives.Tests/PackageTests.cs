using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Primitives.Tests;

public sealed class PackageTests
{
    [Fact]
    public async Task A_fresh_project_restores_the_package_from_a_folder_and_uses_it_in_ten_lines()
    {
        string work = Directory.CreateTempSubdirectory("tta-package-").FullName;
        try
        {
            string feed = Path.Combine(work, "feed");
            await Run(Repository(), "pack", "Primitives/Primitives.csproj", "-c", "Release", "-o", feed, "-p:Version=0.0.1-test", "--nologo", "-v", "q");
            string package = Assert.Single(Directory.GetFiles(feed, "*.nupkg"));
            string app = Directory.CreateDirectory(Path.Combine(work, "app")).FullName;
            await File.WriteAllTextAsync(Path.Combine(app, "app.csproj"), Project);
            await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), Program);
            await File.WriteAllTextAsync(Path.Combine(app, "Directory.Packages.props"), "<Project />");

            await Run(
                app, "build", "-c", "Release", "-v", "q", "--nologo", $"-p:RestoreAdditionalProjectSources={feed}",
                $"-p:RestorePackagesPath={Path.Combine(work, "packages")}",
                $"-p:RestoreFallbackFolders={Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Home, ".nuget", "packages")}");
            string output = await Run(app, "bin/Release/net10.0/app.dll");

            Assert.Equal("HELLO, WORLD: primitive.sequential.execute", output.Trim());
            using var archive = System.IO.Compression.ZipFile.OpenRead(package);
            string[] files = [.. archive.Entries.Select(e => e.FullName)];
            Assert.Contains("README.md", files);
            Assert.Contains("icon.png", files);
            Assert.Contains("lib/net10.0/Tta.Primitives.dll", files);
            Assert.Contains("lib/net10.0/Tta.Primitives.xml", files);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>14</LangVersion>
            <ImplicitUsings>enable</ImplicitUsings>
            <NoWarn>NU1603;NU1900</NoWarn>
          </PropertyGroup>
          <ItemGroup><PackageReference Include="Tta.Primitives" Version="0.0.1-test" /></ItemGroup>
        </Project>
        """;

    private const string Program = """
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
        """;

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../.."));

    private static async Task<string> Run(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileName(path).StartsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{await output}\n{await errors}");
        return await output;
    }
}
