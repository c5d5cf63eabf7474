using Tta.Dashboards.Tests.Reading;
using Tta.Dashboards.Tests.Schema;

namespace Tta.Dashboards.Tests;

public sealed class SchemaTests
{
    public static TheoryData<string> Names => [.. BoardFile.All.Select(board => board.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_keeps_to_its_schema(string name)
    {
        var board = BoardFile.Named(name);
        var shape = board.IsTabbed ? TabbedShape.Dashboard : ClassicShape.Dashboard;

        Assert.Empty(shape.Problems(board.Json, name));
    }

    [Fact]
    public void The_classic_schema_is_the_last_one() => Assert.All(
        BoardFile.All.Where(board => !board.IsTabbed), board => Assert.Equal(42, board.Json["schemaVersion"]!.GetValue<int>()));

    [Fact]
    public void Every_panel_of_a_tabbed_board_stands_on_exactly_one_tab()
    {
        var board = BoardFile.Named("00-agent-observability");
        Assert.Equal(board.Spec["elements"]!.AsObject().Select(element => element.Value!["spec"]!["id"]!.GetValue<int>()).Order(), board.Panels.Select(panel => panel.Id).Order());
    }

    [Fact]
    public void The_model_of_the_schema_notices_what_is_wrong()
    {
        var json = BoardFile.Named("04-errors").Json.DeepClone().AsObject();
        json["panels"]![0]!["gridPos"]!["w"] = "wide";
        json["panels"]![1]!.AsObject().Remove("targets");
        json["tittle"] = "Errors";

        var problems = ClassicShape.Dashboard.Problems(json, "it").ToList();

        Assert.Equal(3, problems.Count);
        Assert.Contains("it.tittle is not in the schema", problems);
        Assert.Contains("it.panels[1].targets is missing", problems);
        Assert.Contains("it.panels[0].gridPos.w must be a number, is \"wide\"", problems);
    }
}
