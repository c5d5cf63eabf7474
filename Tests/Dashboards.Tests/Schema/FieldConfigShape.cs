using static Tta.Dashboards.Tests.Schema.Shape;

namespace Tta.Dashboards.Tests.Schema;

/// <summary>What both schemas share: how fields look, links to other boards, the query behind marks on the time axis.</summary>
internal static class FieldConfigShape
{
    public static Shape FieldConfig { get; } = Members(
        ("defaults", Members(
            ("unit?", Text),
            ("decimals?", Number),
            ("min?", Number),
            ("max?", Number),
            ("noValue?", Text),
            ("color?", Members(("mode", Exactly("thresholds", "palette-classic", "fixed")), ("fixedColor?", Text))),
            ("thresholds?", Members(("mode", Exactly("absolute", "percentage")), ("steps", Each(Members(("value", Either(Number, Null)), ("color", Text)))))),
            ("mappings?", Each(Members(("type", Exactly("value")), ("options", MapOf(Members(("text?", Text), ("color?", Text), ("index?", Number))))))),
            ("links?", Each(Members(("title", Text), ("url", Text), ("targetBlank?", Flag)))),
            ("custom?", AnyObject))),
        ("overrides", Each(Members(
            ("matcher", Members(("id", Text), ("options?", Anything))),
            ("properties", Each(Members(("id", Text), ("value?", Anything))))))));

    public static Shape MarkQuery { get; } = Members(("refId", Text), ("expr", Text), ("interval", Text));

    public static Shape BoardLink { get; } = Members(
        ("type", Exactly("dashboards", "link")),
        ("title", Text),
        ("icon", Text),
        ("tooltip", Text),
        ("tags", Each(Text)),
        ("asDropdown", Flag),
        ("includeVars", Flag),
        ("keepTime", Flag),
        ("targetBlank", Flag),
        ("url?", Text));

    public static Shape Choice { get; } = Members(
        ("text", Either(Text, Each(Text))), ("value", Either(Text, Each(Text))), ("selected?", Flag));
}
