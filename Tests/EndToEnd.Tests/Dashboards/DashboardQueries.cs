using System.Text.Json.Nodes;

namespace Tta.EndToEnd.Tests.Dashboards;

/// <summary>The queries of the committed dashboards.</summary>
internal static class DashboardQueries
{
    /// <summary>What Grafana puts in place of a variable when "All" is chosen.</summary>
    public const string All = ".*";

    public static IEnumerable<string> Boards =>
        Directory.GetFiles(Path.Combine(Repository.Root, "grafana", "dashboards"), "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    /// <summary>The board of other frameworks' agents.</summary>
    public const string OtherAgents = "09-agents-of-any-framework";

    /// <summary>Those that the demo fills. One leaves out this library's agents, and the demo has no others.</summary>
    public static IEnumerable<string> BoardsWithData => Boards.Where(board => board != OtherAgents);

    /// <summary>The distinct PromQL of a board's panels.</summary>
    public static IReadOnlyList<string> PromQl(string board) =>
        [.. Objects(board).Where(one => one.ContainsKey("legendFormat")).Select(one => one["expr"]!.GetValue<string>()).Distinct()];

    /// <summary>The board's trace searches: service, operation and tags.</summary>
    public static IReadOnlyList<(string Service, string Operation, string Tags)> Searches(string board) =>
    [
        .. Objects(board).Where(one => one["queryType"] is JsonValue type && type.GetValue<string>() == "search")
            .Select(one => (one["service"]!.GetValue<string>(), one["operation"]!.GetValue<string>(), one["tags"]!.GetValue<string>())),
    ];

    private static IEnumerable<JsonObject> Objects(string board) =>
        Objects(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "grafana", "dashboards", board + ".json"))));

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => Objects(member.Value)).Prepend(map),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
