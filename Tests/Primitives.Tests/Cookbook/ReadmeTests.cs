using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests.Cookbook;

/// <summary>What Primitives/README.md and the first page show compiles, runs, and gives what they say.</summary>
public sealed partial class ReadmeTests
{
    private const string Price = """{"prices":[{"provider":"openai","model":"gpt-small","prompt_per_million":0.15,"completion_per_million":0.60}]}""";

    [Fact]
    public async Task It_shows_the_code_that_runs_here()
    {
        string page = await File.ReadAllTextAsync(Repository.PathOf("Primitives/README.md"));
        string[] snippets = [.. (await File.ReadAllTextAsync(Repository.PathOf("Tests/Primitives.Tests/Cookbook/Readme.cs"))).Split("// <readme>\n").Skip(1).Select(Snippet)];
        Assert.Equal(2, snippets.Length);
        Assert.All(snippets, snippet => Assert.Contains(snippet, page, StringComparison.Ordinal));
        Assert.Contains(snippets[0], await File.ReadAllTextAsync(Repository.PathOf("README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_first_example_has_a_root_and_counts_as_a_workflow()
    {
        using var folder = new PriceFolder();
        using var telemetry = new Telemetry();
        Assert.Equal("hello", await Readme.First(ScriptedChatClient.Answering(" hello ")));
        Assert.Equal(default, telemetry.Span("workflow.execute").ParentSpanId);
        Assert.Single(telemetry.Spans.Select(span => span.TraceId).Distinct());
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("workflow_name", "question"), ("status", "success")));

        // Another trace, on purpose? Run this test once with ACCEPT_README=1 and commit the pages.
        string trace = $"```text\n{TraceText.Of(telemetry.Spans)}```";
        foreach (string file in (string[])["README.md", "Primitives/README.md"])
        {
            string page = await File.ReadAllTextAsync(Repository.PathOf(file));
            string right = Trace().Replace(page, trace, 1);
            if (Environment.GetEnvironmentVariable("ACCEPT_README") == "1")
            {
                await File.WriteAllTextAsync(Repository.PathOf(file), right);
            }

            Assert.Contains(trace, right, StringComparison.Ordinal);
            Assert.Equal(right, await File.ReadAllTextAsync(Repository.PathOf(file)));
        }
    }

    [Fact]
    public async Task Its_workflow_in_a_host_runs()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Workflows:question:model:Provider"] = "openai", ["Workflows:question:model:Model"] = "gpt-small" });
        Readme.InAHost(builder, ScriptedChatClient.Answering("hello"));
        using IHost host = builder.Build();
        await host.StartAsync();
        using var telemetry = new Telemetry();
        Assert.Equal("hello", (await host.Services.GetRequiredService<Workflow<string, LlmResponse>>().RunAsync("hi")).Text);
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("workflow_name", "question")));
    }

    [GeneratedRegex("```text\nworkflow\\.execute[^`]*```")]
    private static partial Regex Trace();

    private static string Snippet(string code) =>
        string.Join('\n', code.Split("        // </readme>")[0].Split('\n').Select(line => line.Length > 8 ? line[8..] : ""));

    /// <summary>A current folder with the price file that the example reads.</summary>
    private sealed class PriceFolder : IDisposable
    {
        private readonly string _before = Directory.GetCurrentDirectory();
        private readonly string _folder = Directory.CreateTempSubdirectory("tta-readme-").FullName;

        public PriceFolder()
        {
            File.WriteAllText(Path.Combine(_folder, "prices.json"), Price);
            Directory.SetCurrentDirectory(_folder);
        }

        public void Dispose()
        {
            Directory.SetCurrentDirectory(_before);
            Directory.Delete(_folder, recursive: true);
        }
    }
}
