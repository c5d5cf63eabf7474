using Tta.Dashboards.Boards;
using Tta.Dashboards.Output;

namespace Tta.Dashboards.Tests;

public sealed class GeneratedFilesTests
{
    private static readonly string Folder = Repository.PathOf("grafana", "dashboards");

    private static IReadOnlyDictionary<string, string> Rendered { get; } = DashboardFiles.Render(AllBoards.List).ToDictionary();

    public static TheoryData<string> Names => [.. Rendered.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_committed_file_is_what_the_generator_writes(string name)
    {
        var path = Path.Combine(Folder, name);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == Rendered[name], $"{name} is not what the generator writes. Run: dotnet run --project grafana/generator");
    }

    [Fact]
    public void No_other_dashboard_lies_among_them() =>
        Assert.Equal(Rendered.Keys.Order(), Directory.GetFiles(Folder, "*.json").Select(Path.GetFileName).Order());
}
