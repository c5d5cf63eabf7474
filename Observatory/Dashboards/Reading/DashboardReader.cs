using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Reading;

/// <summary>Reads a board in either of Grafana's schemas.</summary>
internal static class DashboardReader
{
    /// <summary>Panels of one board; more are an error.</summary>
    public const int MaxPanels = 500;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 128 };

    /// <summary>Reads a file's content.</summary>
    /// <param name="json">The content.</param>
    /// <param name="name">The file's name without extension: the uid of a board that has none.</param>
    /// <exception cref="FormatException">It is no board; the message says why.</exception>
    public static Dashboard Read(ReadOnlyMemory<byte> json, string name)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new FormatException($"is no JSON: {e.Message}", e);
        }

        var node = new Node(root);
        // The API wraps a board once more.
        node = node["dashboard"].IsObject ? node["dashboard"] : node;
        var board = node["spec"]["elements"].IsObject && node["spec"]["layout"].IsObject ? TabbedReader.Read(node, name)
            : node["spec"]["panels"].IsArray ? ClassicReader.Read(node["spec"], node["metadata"]["name"].Or(name))
            : node["panels"].IsArray ? ClassicReader.Read(node, name)
            : node["rows"].IsArray
                ? throw new FormatException("is no dashboard of today: with rows of panels it is of a Grafana before 5; save it with a newer one")
            : throw new FormatException("is no dashboard: it has neither panels nor spec.elements and spec.layout");
        var panels = board.Layout.AllPanels.Count();
        return panels <= MaxPanels ? board : throw new FormatException($"has {panels} panels; {MaxPanels} are the most");
    }

    /// <summary>Completes a panel with what of it can't be drawn.</summary>
    public static Panel Checked(Panel panel, string? repeat, IEnumerable<string>? old = null) =>
        panel with { Unsupported = [.. PanelSupport.Unsupported(panel, repeat), .. old ?? []] };

    /// <summary>Reads the overrides of a panel's fields.</summary>
    public static IReadOnlyList<FieldOverride> Overrides(Node overrides) =>
    [
        .. overrides.Items.Select(o => new FieldOverride(
            o["matcher"]["id"].Or("byName"),
            o["matcher"]["options"],
            [.. o["properties"].Items.Where(p => p["id"].Text is not null).Select(p => (p["id"].Text!, p["value"]))])),
    ];
}
