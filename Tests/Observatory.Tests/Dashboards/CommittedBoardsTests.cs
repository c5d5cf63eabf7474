using Observatory.Dashboards.Model;
using Observatory.Dashboards.Reading;

namespace Tta.Observatory.Tests.Dashboards;

/// <summary>The boards of this repository, which Grafana and Observatory both draw.</summary>
public sealed class CommittedBoardsTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder(), "*.json").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_committed_board_is_drawn_without_anything_left_out(string file)
    {
        var board = Read(file);

        Assert.Empty(board.Unsupported);
        Assert.NotEmpty(board.Layout.AllPanels);
        Assert.Empty(board.Layout.AllPanels.SelectMany(p => p.Unsupported.Select(u => $"{p.Title}: {u}")));
        Assert.Equal(Path.GetFileNameWithoutExtension(file), board.Uid);
    }

    [Fact]
    public void The_tabbed_board_and_its_classic_twin_have_the_same_panels()
    {
        var tabbed = Read("00-agent-observability.json");
        var classic = Read("00-agent-observability-classic.json");

        Assert.Equal(4, tabbed.Layout.Tabs.Count);
        Assert.Equal(4, classic.Layout.Rows.Count);
        Assert.Equal(tabbed.Layout.Tabs.Select(t => t.Title), classic.Layout.Rows.Select(r => r.Title));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(tabbed.Layout.Tabs[i].Content.AllPanels.Select(Shape), classic.Layout.Rows[i].Content.AllPanels.Select(Shape));
        }

        Assert.Equal(tabbed.Variables.Select(Shape), classic.Variables.Select(Shape));
        Assert.Equal(2, tabbed.Annotations.Count);
        Assert.Equal(tabbed.Annotations.Select(a => (a.Expression, a.Title, a.Text)), classic.Annotations.Select(a => (a.Expression, a.Title, a.Text)));
        Assert.Equal((tabbed.From, tabbed.To, tabbed.Refresh), (classic.From, classic.To, classic.Refresh));
    }

    private static (string, string, int, int, string, string?) Shape(Panel panel) =>
        (panel.Title, panel.Type, panel.Place.Width, panel.Place.Height, string.Join('\n', panel.Queries.Select(q => q.Expression)), panel.Defaults.Unit);

    private static (string, string, string, bool, string?) Shape(DashboardVariable variable) =>
        (variable.Name, variable.Type, variable.Type == "query" ? variable.Query : variable.Source.Type ?? "", variable.IsMulti, variable.AllValue);

    private static Dashboard Read(string file) => DashboardReader.Read(File.ReadAllBytes(Path.Combine(Folder(), file)), Path.GetFileNameWithoutExtension(file));

    private static string Folder() => Repository.PathOf("grafana", "dashboards");
}
