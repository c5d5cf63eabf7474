using static Tta.Dashboards.Tests.Schema.Shape;

namespace Tta.Dashboards.Tests.Schema;

/// <summary>Queries as the plugins of the three data sources define them.</summary>
internal static class TargetShape
{
    /// <summary>Any of the queries, with the members that the surrounding schema adds.</summary>
    public static Shape Of(params (string Name, Shape Shape)[] more) => Either(
        Members([
            .. more, ("expr", Text), ("legendFormat", Text), ("format", Exactly("time_series", "table", "heatmap")), ("instant", Flag), ("range", Flag),
            ("exemplar", Flag), ("editorMode", Exactly("code")),
        ]),
        Members([.. more, ("queryType", Exactly("search")), ("service", Text), ("operation", Text), ("tags", Text), ("limit", Number)]),
        Members([.. more, ("query", Text)]),
        Members([.. more, ("queryType", Exactly("dependencyGraph"))]),
        Members([.. more, ("expr", Text), ("queryType", Exactly("range", "instant")), ("maxLines", Number), ("editorMode", Exactly("code"))]));
}
