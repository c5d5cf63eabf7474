using System.Reflection;

namespace Tta.Architecture.Tests;

/// <summary>Dependencies between the folders of a project point one way.</summary>
public sealed class FolderTests
{
    [Theory]
    [InlineData("Observatory", "Observatory", 30)]
    [InlineData("DemoWorkers", "Tta.DemoWorkers", 12)]
    [InlineData("Deployment", "Tta.Deployment", 4)]
    public void No_folder_needs_one_that_needs_it(string assembly, string root, int atLeast)
    {
        var folders = Folders.ByNamespace(Assembly.Load(assembly), root);

        // Were the root wrong, there would be nothing to find.
        Assert.True(folders.Names.Count() >= atLeast, $"{folders.Names.Count()} folders");
        Assert.Empty(folders.Cycles());
    }

    [Fact]
    public void A_cycle_is_found_and_said()
    {
        var cycles = Folders.ByNamespace(typeof(FolderTests).Assembly, "Tta.Architecture.Tests.Planted").Cycles();

        Assert.Equal(
            ["One → Two (Begins uses GoesOn), Two → Three (GoesOn uses Ends), Three → One (Ends uses Begins)"],
            cycles);
    }
}
