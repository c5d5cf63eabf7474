using System.Text.RegularExpressions;

namespace Tta.Observatory.Tests.Hosting;

/// <summary>
/// The folders depend on each other in one direction only: a file uses what lies below its folder, never what lies above. Read from the
/// source: a <c>using</c>, or a type of a folder around its own.
/// </summary>
public sealed partial class FolderTests
{
    [Fact]
    public void No_folder_needs_one_that_needs_it()
    {
        var needs = Needs(folder => folder);

        Assert.Contains("Observatory.Charts.Values", needs["Observatory.Dashboards.Panels"]);
        Assert.Empty(Circles(needs));
    }

    [Fact]
    public void No_room_needs_one_that_needs_it() =>
        Assert.Empty(Circles(Needs(Room)));

    private static string Room(string folder) => string.Join('.', folder.Split('.').Take(2));

    /// <summary>Which folders each folder needs, itself left out.</summary>
    private static Dictionary<string, HashSet<string>> Needs(Func<string, string> groupOf)
    {
        var files = Directory.EnumerateFiles(Source(), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(f => Comment().Replace(File.ReadAllText(f), ""))
            .Select(text => (Text: text, Folder: Namespace().Match(text).Groups[1].Value))
            .Where(f => f.Folder.Length > 0)
            .ToList();
        var types = files
            .SelectMany(f => Type().Matches(f.Text).Select(t => (f.Folder, Pattern: new Regex($@"(?<![\w.]){t.Groups[1].Value}(?!\w)"))))
            .ToLookup(t => t.Folder, t => t.Pattern);
        var needs = new Dictionary<string, HashSet<string>>();
        foreach (var (text, folder) in files)
        {
            var around = Enumerable.Range(1, folder.Count(c => c == '.')).Select(i => string.Join('.', folder.Split('.').Take(i)));
            var used = Using().Matches(text).Select(u => u.Groups[1].Value).Concat(around.Where(a => types[a].Any(t => t.IsMatch(text))));
            foreach (var needed in used.Select(groupOf))
            {
                if (needed != groupOf(folder))
                {
                    (needs.TryGetValue(groupOf(folder), out var known) ? known : needs[groupOf(folder)] = []).Add(needed);
                }
            }
        }

        return needs;
    }

    /// <summary>What is left when all that needs nothing, or nothing that is left, is taken away, from both ends.</summary>
    private static IEnumerable<string> Circles(Dictionary<string, HashSet<string>> needs)
    {
        var left = needs.SelectMany(n => n.Value.Select(to => (From: n.Key, To: to))).ToList();
        int before;
        do
        {
            before = left.Count;
            var (from, to) = (left.Select(l => l.From).ToHashSet(), left.Select(l => l.To).ToHashSet());
            left.RemoveAll(l => !from.Contains(l.To) || !to.Contains(l.From));
        }
        while (left.Count < before);

        return left.Select(l => $"{l.From} → {l.To}");
    }

    private static string Source() => Repository.PathOf("Observatory");

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex("^namespace ([\\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("^using (Observatory[\\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^(?:public|internal)(?: \w+)* (?:class|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Type();
}
