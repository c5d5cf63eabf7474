using System.Text.RegularExpressions;
using Tta.Primitives;
using Assembly = System.Reflection.Assembly;

namespace Tta.Architecture.Tests;

/// <summary>
/// Dependencies between the folders of a project point one way. Observatory's are held by its own tests, which read the source and so see
/// constants, too.
/// </summary>
public sealed partial class FolderTests
{
    [Theory]
    [InlineData("DemoWorkers", "Tta.DemoWorkers", 12)]
    [InlineData("Deployment", "Tta.Deployment", 4)]
    public void No_folder_needs_one_that_needs_it(string assembly, string root, int atLeast)
    {
        var folders = Folders.ByNamespace(Assembly.Load(assembly), root);

        // Were the root wrong, there would be nothing to find.
        Assert.True(folders.Names.Count() >= atLeast, $"{folders.Names.Count()} folders");
        AssertNoCycles(folders);
    }

    /// <summary>Users of the library see one namespace: which folder a type is in is where its file is.</summary>
    [Fact]
    public void No_folder_of_the_library_needs_one_that_needs_it()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("Primitives"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.PathOf("Primitives"), file))
            .Where(file => !file.StartsWith("obj", StringComparison.Ordinal) && !file.StartsWith("bin", StringComparison.Ordinal))
            .SelectMany(file => Declaration().Matches(Repository.Read("Primitives", file)).Select(type => (Type: type.Groups[1].Value, Folder: FolderOf(file))))
            .DistinctBy(one => one.Type)
            .ToDictionary(one => one.Type, one => one.Folder);
        var folders = Folders.Of(
            typeof(WorkflowContext).Assembly,
            type => files.GetValueOrDefault(type.FullName[(type.FullName.LastIndexOf('.') + 1)..].Split('`', '+')[0]));

        Assert.True(folders.Names.Count() >= 14, $"{folders.Names.Count()} folders");
        AssertNoCycles(folders);
    }

    [Fact]
    public void A_cycle_is_found_and_said()
    {
        var cycles = Folders.ByNamespace(typeof(FolderTests).Assembly, "Tta.Architecture.Tests.Planted").Cycles();

        Assert.Equal(
            ["One → Two (Begins uses GoesOn), Two → Three (GoesOn uses Ends), Three → One (Ends uses Begins)"],
            cycles);
    }

    private static void AssertNoCycles(Folders folders)
    {
        var cycles = folders.Cycles();
        Assert.True(cycles.Count == 0, string.Join('\n', cycles));
    }

    /// <summary>The base class, the context of an execution and what both emit are what every primitive stands on: one room in three folders.</summary>
    private static string FolderOf(string file) =>
        Path.GetDirectoryName(file) is { Length: > 0 } folder && folder is not ("Context" or "Telemetry") ? folder : "foundation";

    [GeneratedRegex(@"^(?:public|internal)[\w ]* (?:class|struct|interface|enum|record|delegate) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
