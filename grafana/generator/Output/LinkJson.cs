using System.Text.Json.Nodes;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>Links between boards, and from values to what explains them.</summary>
internal static class LinkJson
{
    /// <summary>At the head of every board: all boards, keeping the time range and the variables.</summary>
    public static JsonArray OfBoard() =>
        new(new JsonObject
        {
            ["type"] = "dashboards",
            ["title"] = "Boards",
            ["icon"] = "external link",
            ["tooltip"] = "The other boards, at the same time range",
            ["tags"] = new JsonArray(Board.Tag),
            ["asDropdown"] = true,
            ["includeVars"] = true,
            ["keepTime"] = true,
            ["targetBlank"] = false,
        });

    public static JsonArray OfData(IEnumerable<Link> links) =>
        new([.. links.Select(link => new JsonObject { ["title"] = link.Title, ["url"] = link.Url, ["targetBlank"] = false })]);
}
