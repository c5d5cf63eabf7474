using System.Diagnostics;
using System.Text.RegularExpressions;
using Tta.Dashboards.Tests.Reading;

namespace Tta.Dashboards.Tests.Schema;

/// <summary>
/// The dashboard schema that Grafana publishes as the npm package <c>@grafana/schema</c>: types, which TypeScript's compiler holds boards against.
/// Both are fetched at the versions in <c>Published/package-lock.json</c> and lie in a folder that is not committed.
/// </summary>
internal static partial class PublishedSchema
{
    private static readonly string Folder = Repository.PathOf("Tests", "Dashboards.Tests", "Schema", "Published");

    private static readonly string Packages = Path.Combine(Folder, "node_modules");

    private static readonly Lazy<Task> Fetched = new(FetchAsync);

    /// <summary>What the compiler says against each of the boards: nothing, for one that keeps to the schema.</summary>
    public static async Task<ILookup<string, string>> ProblemsAsync(IEnumerable<BoardFile> boards)
    {
        await Fetched.Value;
        var folder = Directory.CreateTempSubdirectory("tta-board-types-").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Packages);
            File.Copy(Path.Combine(Folder, "shapes.ts"), Path.Combine(folder, "shapes.ts"));
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "type": "module" }""");
            var sources = boards.ToDictionary(board => board.Name, TypeScriptBoard.Of);
            foreach (var (name, source) in sources)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name + ".ts"), source);
            }

            string[] options = ["--strict", "--noEmit", "--skipLibCheck", "--pretty", "false", "--target", "es2022", "--module", "nodenext"];
            var (exit, output) = await RunAsync("node", folder, [Path.Combine(Packages, "typescript", "bin", "tsc"), .. options, .. sources.Keys.Select(name => name + ".ts")]);
            var problems = Problem().Matches(output).Select(match => match.Groups).ToList();
            var isUnderstood = exit == 0 ? problems.Count == 0 : problems.Count > 0 && problems.All(one => sources.ContainsKey(one["file"].Value));
            return isUnderstood
                ? problems.ToLookup(one => one["file"].Value, one => Describe(sources[one["file"].Value], int.Parse(one["line"].ValueSpan, null), one["says"].Value))
                : throw new InvalidOperationException($"The TypeScript compiler ended with {exit} and said:\n{output}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The line that it is about, and the part of the board in which that stands.
    private static string Describe(string source, int line, string says)
    {
        var lines = source.Split('\n');
        var part = lines.Take(line).Last(one => one.StartsWith("// ", StringComparison.Ordinal));
        return $"{part[3..]}: {lines[line - 1].Trim()} – {says}";
    }

    private static async Task FetchAsync()
    {
        // npm leaves a copy of the lock file behind when it is done.
        var done = new FileInfo(Path.Combine(Packages, ".package-lock.json"));
        if (done.Exists && done.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            return;
        }

        var (exit, output) = await RunAsync("npm", Folder, ["ci"]);
        if (exit != 0)
        {
            throw new InvalidOperationException($"npm ci in {Folder} ended with {exit}:\n{output}");
        }
    }

    private static Task<(int Exit, string Output)> RunAsync(string program, string folder, string[] arguments) =>
        Tool.RunAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder });

    [GeneratedRegex(@"^(?<file>[^\s(]+)\.ts\((?<line>\d+),\d+\): error (?<says>TS\d+: .*)$", RegexOptions.Multiline)]
    private static partial Regex Problem();
}
