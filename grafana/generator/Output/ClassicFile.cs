using System.Text.Json.Nodes;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>A board in Grafana's classic schema, the one that every Grafana and every tool reads.</summary>
internal static class ClassicFile
{
    // The last version of the classic schema.
    private const int SchemaVersion = 42;

    // Row headers are numbered apart from panels, so that a panel has the same number in both schemas.
    private const int FirstRowId = 101;

    public static JsonObject Of(Board board) => new()
    {
        ["annotations"] = new JsonObject { ["list"] = AnnotationJson.Classic() },
        ["description"] = board.Description,
        ["editable"] = true,
        ["fiscalYearStartMonth"] = 0,
        ["graphTooltip"] = 1,
        ["id"] = null,
        ["links"] = LinkJson.OfBoard(),
        ["liveNow"] = false,
        ["panels"] = Panels(board),
        ["preload"] = false,
        ["refresh"] = board.Refresh,
        ["schemaVersion"] = SchemaVersion,
        ["tags"] = new JsonArray(Board.Tag),
        ["templating"] = new JsonObject { ["list"] = new JsonArray([.. board.Variables.Select(VariableJson.Classic)]) },
        ["time"] = new JsonObject { ["from"] = board.From, ["to"] = "now" },
        ["timepicker"] = new JsonObject(),
        ["timezone"] = "browser",
        ["title"] = board.Title,
        ["uid"] = board.Uid,
        ["version"] = 1,
    };

    private static JsonArray Panels(Board board)
    {
        var panels = new JsonArray();
        var (top, id, row) = (0, 1, FirstRowId);
        foreach (var section in board.Sections)
        {
            if (section.Title.Length > 0)
            {
                panels.Add(Row(section, row++, top++));
            }

            foreach (var place in Place.Of(section, top))
            {
                panels.Add(Panel(place, id++));
            }

            top += Place.HeightOf(section);
        }

        return panels;
    }

    private static JsonObject Row(Section section, int id, int top) => new()
    {
        ["id"] = id,
        ["type"] = "row",
        ["title"] = section.Title,
        ["collapsed"] = false,
        ["gridPos"] = GridPosition(0, top, Board.Columns, 1),
        ["panels"] = new JsonArray(),
    };

    private static JsonObject Panel(Place place, int id)
    {
        var panel = place.Panel;
        var json = new JsonObject
        {
            ["id"] = id,
            ["type"] = panel.Type,
            ["title"] = panel.Title,
            ["description"] = panel.Description,
            ["gridPos"] = GridPosition(place.X, place.Y, panel.Width, place.Height),
            ["datasource"] = Source(panel.Queries[0]),
            ["targets"] = new JsonArray([.. QueryJson.Named(panel).Select(query => Target(query.Name, query.Query))]),
            ["fieldConfig"] = FieldConfigJson.Of(panel),
            ["options"] = OptionsJson.Of(panel),
        };
        if (TransformationJson.Of(panel) is { Count: > 0 } steps)
        {
            json["transformations"] = new JsonArray([.. steps.Select(step => new JsonObject { ["id"] = step.Id, ["options"] = step.Options })]);
        }

        if (panel.TimeFrom is { } from)
        {
            json["timeFrom"] = from;
        }

        return json;
    }

    private static JsonObject Target(string name, Query query)
    {
        var target = QueryJson.Spec(query);
        target.Insert(0, "refId", name);
        target.Insert(1, "datasource", Source(query));
        return target;
    }

    private static JsonObject Source(Query query)
    {
        var (type, uid) = QueryJson.Source(query);
        return new JsonObject { ["type"] = type, ["uid"] = uid };
    }

    private static JsonObject GridPosition(int x, int y, int width, int height) =>
        new() { ["x"] = x, ["y"] = y, ["w"] = width, ["h"] = height };
}
