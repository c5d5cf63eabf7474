using static Tta.Dashboards.Tests.Schema.FieldConfigShape;
using static Tta.Dashboards.Tests.Schema.Shape;

namespace Tta.Dashboards.Tests.Schema;

/// <summary>The part of Grafana's schema v2 that these dashboards use, in its envelope.</summary>
internal static class TabbedShape
{
    private static readonly Shape Grid = Kind("GridLayout", Members(("items", Each(Kind("GridLayoutItem", Members(
        ("x", Number), ("y", Number), ("width", Number), ("height", Number),
        ("element", Members(("kind", Exactly("ElementReference")), ("name", Text)))))))));

    private static readonly Shape Tab = Kind("TabsLayoutTab", Members(("title", Text), ("layout", Grid)));

    private static readonly Shape Panel = Kind("Panel", Members(
        ("id", Number),
        ("title", Text),
        ("description", Text),
        ("links", Each(Anything)),
        ("data", Kind("QueryGroup", Members(
            ("queries", Each(Kind("PanelQuery", Members(("refId", Text), ("hidden", Flag), ("query", Query(TargetShape.Of())))))),
            ("transformations", Each(Kind("Transformation", Members(("options", AnyObject)), ("group", Text)))),
            ("queryOptions", Members(("timeFrom?", Text), ("interval?", Text), ("maxDataPoints?", Number)))))),
        ("vizConfig", Kind("VizConfig", Members(("options", AnyObject), ("fieldConfig", FieldConfig)), ("group", Text), ("version", Text)))));

    private static readonly Shape Annotation = Kind("AnnotationQuery", Members(
        ("name", Text), ("enable", Flag), ("hide", Flag), ("iconColor", Text), ("builtIn", Flag), ("query", Query(Either(MarkQuery, Members()))),
        ("legacyOptions?", Members(("titleFormat", Text), ("textFormat", Text)))));

    private static readonly (string, Shape)[] EveryVariable =
        [("name", Text), ("label", Text), ("description", Text), ("hide", Exactly("dontHide", "hideLabel", "hideVariable", "inControlsMenu")), ("skipUrlSync", Flag), ("current", Choice)];

    private static readonly (string, Shape)[] EveryChoice =
        [("options", Each(Choice)), ("multi", Flag), ("includeAll", Flag), ("regex", Text), ("refresh", Exactly("never", "onDashboardLoad", "onTimeRangeChanged")), ("allowCustomValue", Flag)];

    private static readonly Shape Variable = Either(
        Kind("DatasourceVariable", Members([.. EveryVariable, .. EveryChoice, ("pluginId", Text)])),
        Kind("QueryVariable", Members([
            .. EveryVariable, .. EveryChoice, ("query", Query(AnyObject)), ("definition", Text), ("allValue", Text), ("sort", Exactly("disabled", "alphabeticalAsc")),
        ])),
        Kind("TextVariable", Members([.. EveryVariable, ("query", Text)])));

    public static Shape Dashboard { get; } = Members(
        ("apiVersion", Exactly("dashboard.grafana.app/v2")),
        ("kind", Exactly("Dashboard")),
        ("metadata", Members(("name", Text))),
        ("spec", Members(
            ("title", Text),
            ("description", Text),
            ("tags", Each(Text)),
            ("editable", Flag),
            ("liveNow", Flag),
            ("preload", Flag),
            ("cursorSync", Exactly("Off", "Crosshair", "Tooltip")),
            ("links", Each(BoardLink)),
            ("annotations", Each(Annotation)),
            ("variables", Each(Variable)),
            ("timeSettings", Members(
                ("timezone", Text), ("from", Text), ("to", Text), ("autoRefresh", Text), ("autoRefreshIntervals", Each(Text)), ("hideTimepicker", Flag),
                ("fiscalYearStartMonth", Number))),
            ("elements", MapOf(Panel)),
            ("layout", Kind("TabsLayout", Members(("tabs", Each(Tab))))))));

    private static Shape Query(Shape spec) =>
        Kind("DataQuery", spec, ("group", Text), ("version", Exactly("v0")), ("datasource", Members(("name", Text))));
}
