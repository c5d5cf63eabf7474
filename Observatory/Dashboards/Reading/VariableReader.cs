using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Reading;

/// <summary>Reads variables, which differ little between the schemas.</summary>
internal static class VariableReader
{
    private static readonly string[] Sorts =
    [
        "disabled", "alphabeticalAsc", "alphabeticalDesc", "numericalAsc", "numericalDesc",
        "alphabeticalCaseInsensitiveAsc", "alphabeticalCaseInsensitiveDesc", "naturalAsc", "naturalDesc",
    ];

    /// <summary>Reads a variable; null when it has no name.</summary>
    public static DashboardVariable? Read(Node variable, string type, Node query, DataSourceRef source)
    {
        if (variable["name"].Text is not { Length: > 0 } name)
        {
            return null;
        }

        var isSource = type == "datasource";
        var pluginId = variable["pluginId"].Text ?? query.Text;
        return new()
        {
            Name = name,
            Type = type,
            Label = variable["label"].Or(name),
            Description = variable["description"].Or(""),
            IsHidden = variable["hide"].Number == 2 || variable["hide"].Text == "hideVariable" || type == "constant",
            IsMulti = variable["multi"].IsTrue,
            IncludesAll = variable["includeAll"].IsTrue,
            AllValue = variable["allValue"].Text is { Length: > 0 } all ? all : null,
            Query = query.Text ?? query["query"].Text ?? query["expr"].Text ?? variable["definition"].Or(""),
            Source = isSource ? new(pluginId, null) : source,
            Regex = variable["regex"].Or(""),
            Sort = variable["sort"].Whole ?? Math.Max(0, Array.IndexOf(Sorts, variable["sort"].Or("disabled"))),
            Current = variable["current"]["value"].Texts,
            Options = [.. variable["options"].Items.Where(o => o["value"].Text is not null and not "$__all").Select(o => new VariableOption(o["text"].Or(o["value"].Text!), o["value"].Text!))],
        };
    }
}
