using Observatory.Charts.Formats;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Variables;

namespace Observatory.Dashboards.Data;

/// <summary>Decides how each field of a panel is shown: its options, its name and its colour's place.</summary>
internal static class FieldDecoration
{
    /// <summary>Applies a panel's defaults and overrides.</summary>
    public static IReadOnlyList<Frame> Apply(IEnumerable<Frame> frames, Panel panel, Scope scope)
    {
        var index = 0;
        var matchers = panel.Overrides.Select(o => (Matches: Matcher(o), o.Properties)).ToList();
        return [.. frames.Select(frame => frame with { Fields = [.. frame.Fields.Select(f => Apply(f, frame))] })];

        Field Apply(Field field, Frame frame)
        {
            // What the source knows of a field is stronger than the panel's default.
            var options = field.OwnUnit is null ? panel.Defaults : panel.Defaults.With("unit", UnitNode(field.OwnUnit));
            foreach (var (matches, properties) in matchers)
            {
                if (matches(field, frame))
                {
                    options = properties.Aggregate(options, (o, p) => o.With(p.Id, p.Value));
                }
            }

            var title = options.DisplayName is { Length: > 0 } name ? FieldScope.Of(scope, frame, field).Fill(name, "text") : field.Title;
            return field with { Options = options, Title = title, Index = field.Kind == FieldKind.Number ? index++ : 0 };
        }
    }

    private static Node UnitNode(string unit) => new(System.Text.Json.JsonSerializer.SerializeToElement(unit));

    private static Func<Field, Frame, bool> Matcher(FieldOverride rule)
    {
        var text = rule.Options.Text ?? "";
        switch (rule.Matcher)
        {
            case "byName":
                return (field, _) => field.Name == text || field.DisplayName == text;
            case "byNames":
                var names = rule.Options["names"].Texts.ToHashSet();
                var isExclusion = rule.Options["mode"].Text == "exclude";
                return (field, _) => field.Kind != FieldKind.Time && (names.Contains(field.DisplayName) || names.Contains(field.Name)) != isExclusion;
            case "byRegexp":
                var pattern = Patterns.Find(text);
                return (field, _) => pattern?.IsMatch(field.DisplayName) ?? false;
            case "byType":
                return (field, _) => field.Kind == text switch { "number" => FieldKind.Number, "time" => FieldKind.Time, _ => FieldKind.Text };
            case "byFrameRefID":
                return (_, frame) => frame.RefId == text;
            default:
                return (_, _) => false;
        }
    }
}
