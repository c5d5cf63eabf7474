using System.Reflection;
using System.Text;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests.Cookbook;

/// <summary>Runs every recipe and holds docs/cookbook.md to the code that ran and the trace it gave.</summary>
public sealed class CookbookTests
{
    private const string Head = """
        # Cookbook

        Each primitive with a snippet that compiles and runs (`Tests/Primitives.Tests/Cookbook/Recipes*.cs`) and the trace it gives.
        This page is written by the test that checks it: `ACCEPT_COOKBOOK=1 dotnet test --project Tests/Primitives.Tests --filter-class '*.CookbookTests'`.
        `context` is a `new WorkflowContext("cookbook")`.

        """;

    /// <summary>The recipes in the order of the page.</summary>
    private static readonly string[] Files = ["Recipes.cs", "Recipes.Models.cs", "Recipes.Hosting.cs"];

    [Fact]
    public async Task The_cookbook_shows_code_that_runs_and_the_traces_it_gives()
    {
        string[] lines = [.. Files.SelectMany(name => File.ReadAllLines(Repository.PathOf("Tests/Primitives.Tests/Cookbook", name)))];
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (MethodInfo recipe in typeof(Recipes).GetMethods(BindingFlags.Public | BindingFlags.Static).OrderBy(recipe => Line(lines, recipe.Name)))
        {
            (string title, string text, string code) = Snippet(lines, recipe.Name);
            page.Append($"\n## {title}\n\n{text}\n\n```csharp\n{code}```\n\n```text\n{await Trace(recipe)}```\n");
        }

        string file = Repository.PathOf("docs/cookbook.md");
        if (Environment.GetEnvironmentVariable("ACCEPT_COOKBOOK") == "1")
        {
            await File.WriteAllTextAsync(file, page.ToString());
        }

        Assert.Equal(await File.ReadAllTextAsync(file), page.ToString());
    }

    private static int Line(string[] lines, string method) =>
        Array.FindIndex(lines, line => line.Contains($"Task {method}(", StringComparison.Ordinal));

    private static (string Title, string Text, string Code) Snippet(string[] lines, string method)
    {
        int start = Line(lines, method);
        int open = Array.FindIndex(lines, start, line => line.Contains("// <recipe> ", StringComparison.Ordinal));
        int close = Array.FindIndex(lines, open, line => line.Contains("// </recipe>", StringComparison.Ordinal));
        string[] heading = lines[open].Split("// <recipe> ")[1].Split(": ", 2);
        IEnumerable<string> code = lines[(open + 1)..close].Select(line => line.Length > 8 ? line[8..] : "");
        return (heading[0], char.ToUpperInvariant(heading[1][0]) + heading[1][1..], string.Join('\n', code).TrimEnd() + "\n");
    }

    private static async Task<string> Trace(MethodInfo recipe)
    {
        using var telemetry = new Telemetry();
        using var http = new HttpSpans();
        await WorkflowExecution.RunAsync(new WorkflowContext("cookbook"), async (context, _) =>
        {
            await (Task)recipe.Invoke(null, [context])!;
            return true;
        });
        return TraceText.Of([.. telemetry.Spans, .. await http.EndedAsync()]);
    }
}
