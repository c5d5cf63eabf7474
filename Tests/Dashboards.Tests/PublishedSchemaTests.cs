using System.Text.Json.Nodes;
using Tta.Dashboards.Tests.Reading;
using Tta.Dashboards.Tests.Schema;

namespace Tta.Dashboards.Tests;

public sealed class PublishedSchemaTests
{
    [Fact]
    public async Task Every_board_keeps_to_the_types_that_Grafana_publishes()
    {
        var problems = (await PublishedSchema.ProblemsAsync(BoardFile.All)).SelectMany(board => board.Select(problem => $"{board.Key}: {problem}")).ToList();

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task The_published_types_notice_what_is_wrong()
    {
        Mutation[] mutations =
        [
            new("04-errors", "tittle", json => json["tittle"] = "Errors"),
            new("04-errors", "width", json => json["panels"]![0]!["gridPos"]!["width"] = 12),
            new("04-errors", "iconColor", json => json["annotations"]!["list"]![0]!.AsObject().Remove("iconColor")),
            new("04-errors", "mode", json => json["panels"]![0]!["fieldConfig"]!["defaults"]!["color"]!["mode"] = "rainbow"),
            new("04-errors", "showLegends", json => Panel(json, "timeseries")["options"]!["legend"]!["showLegends"] = true),
            new("04-errors", "drawStyle", json => Panel(json, "timeseries")["fieldConfig"]!["defaults"]!["custom"]!["drawStyle"] = "crayon"),
            new("04-errors", "hide", json => json["templating"]!["list"]![0]!["hide"] = 7),
            new("00-agent-observability", "apiVersion", json => json["apiVersion"] = "dashboard.grafana.app/v3"),
            new("00-agent-observability", "cursorSync", json => json["spec"]!["cursorSync"] = "Sometimes"),
            new("00-agent-observability", "TabsLayoutTabs", json => json["spec"]!["layout"]!["spec"]!["tabs"]![0]!["kind"] = "TabsLayoutTabs"),
        ];

        var boards = mutations.Select((mutation, index) => new BoardFile($"mutation{index}", mutation.Applied())).ToList();
        var problems = await PublishedSchema.ProblemsAsync(boards);

        foreach (var (mutation, board) in mutations.Zip(boards))
        {
            Assert.True(
                problems[board.Name].Any(problem => problem.Contains(mutation.Says, StringComparison.Ordinal)),
                $"{mutation.Board} with a wrong '{mutation.Says}' is found fault with only for: {string.Join('\n', problems[board.Name])}");
        }
    }

    private static JsonNode Panel(JsonObject board, string type) =>
        board["panels"]!.AsArray().First(panel => panel!.Text("type") == type)!;

    private sealed record Mutation(string Board, string Says, Action<JsonObject> Change)
    {
        public JsonObject Applied()
        {
            var json = BoardFile.Named(Board).Json.DeepClone().AsObject();
            Change(json);
            return json;
        }
    }
}
