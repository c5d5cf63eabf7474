using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Reading;

/// <summary>Reads the links of a board.</summary>
internal static class LinkReader
{
    /// <summary>Reads a link; null when it leads nowhere.</summary>
    public static BoardLink? Board(Node link) => link["type"].Text switch
    {
        "dashboards" => new(link["title"].Or("Dashboards"), null, link["tags"].Texts, link["keepTime"].IsTrue, link["includeVars"].IsTrue),
        "link" when link["url"].Text is { Length: > 0 } url => new(link["title"].Or(url), url, [], link["keepTime"].IsTrue, link["includeVars"].IsTrue),
        _ => null,
    };
}
