using static Tta.Dashboards.Tests.Schema.FieldConfigShape;
using static Tta.Dashboards.Tests.Schema.Shape;

namespace Tta.Dashboards.Tests.Schema;

/// <summary>The part of Grafana's classic schema (version 42) that these dashboards use.</summary>
internal static class ClassicShape
{
    private static readonly Shape Source = Members(("type", Text), ("uid", Text));

    private static readonly Shape GridPosition = Members(("x", Number), ("y", Number), ("w", Number), ("h", Number));

    private static readonly Shape Row = Members(
        ("id", Number), ("type", Exactly("row")), ("title", Text), ("collapsed", Flag), ("gridPos", GridPosition), ("panels", Each(Anything)));

    private static readonly Shape Panel = Members(
        ("id", Number),
        ("type", Text),
        ("title", Text),
        ("description", Text),
        ("gridPos", GridPosition),
        ("datasource", Source),
        ("targets", Each(TargetShape.Of(("refId", Text), ("datasource", Source)))),
        ("fieldConfig", FieldConfig),
        ("options", AnyObject),
        ("transformations?", Each(Members(("id", Text), ("options", AnyObject)))),
        ("timeFrom?", Text));

    private static readonly Shape Annotation = Members(
        ("name", Text), ("datasource", Source), ("enable", Flag), ("hide", Flag), ("iconColor", Text), ("builtIn?", Number), ("type?", Text),
        ("target?", MarkQuery), ("titleFormat?", Text), ("textFormat?", Text));

    private static readonly Shape Variable = Members(
        ("name", Text), ("label", Text), ("description", Text), ("hide", Number), ("skipUrlSync", Flag),
        ("type", Exactly("query", "datasource", "textbox")),
        ("query", Either(Text, Members(("qryType", Number), ("query", Text), ("refId", Text)))),
        ("current", Choice), ("options", Each(Choice)),
        ("datasource?", Source), ("includeAll?", Flag), ("allValue?", Text), ("multi?", Flag), ("refresh?", Number),
        ("regex?", Text), ("sort?", Number));

    public static Shape Dashboard { get; } = Members(
        ("annotations", Members(("list", Each(Annotation)))),
        ("description", Text),
        ("editable", Flag),
        ("fiscalYearStartMonth", Number),
        ("graphTooltip", Number),
        ("id", Null),
        ("links", Each(BoardLink)),
        ("liveNow", Flag),
        ("panels", Each(Either(Row, Panel))),
        ("preload", Flag),
        ("refresh", Text),
        ("schemaVersion", Number),
        ("tags", Each(Text)),
        ("templating", Members(("list", Each(Variable)))),
        ("time", Members(("from", Text), ("to", Text))),
        ("timepicker", AnyObject),
        ("timezone", Exactly("browser", "utc")),
        ("title", Text),
        ("uid", Text),
        ("version", Number));
}
