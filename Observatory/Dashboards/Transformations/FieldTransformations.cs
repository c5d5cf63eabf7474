using System.Text.RegularExpressions;
using Observatory.Charts.Formats;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Transformations;

/// <summary>Hides, orders and renames fields.</summary>
internal static class FieldTransformations
{
    /// <summary>Hides, then orders, then renames.</summary>
    public static IReadOnlyList<Frame> Organize(IReadOnlyList<Frame> frames, Node options)
    {
        var (excluded, included, order, names) = (options["excludeByName"], options["includeByName"], options["indexByName"], options["renameByName"]);
        var onlyIncluded = included.Properties.Any(p => p.Value.IsTrue);
        return
        [
            .. frames.Select(frame => frame with
            {
                Fields =
                [
                    .. frame.Fields
                        .Where(f => !By(excluded, f).IsTrue && (!onlyIncluded || By(included, f).IsTrue))
                        .Select((f, i) => (Field: f, Order: By(order, f).Number, Place: i))
                        .OrderBy(f => f.Order ?? double.MaxValue).ThenBy(f => f.Place)
                        .Select(f => By(names, f.Field).Text is { Length: > 0 } name ? f.Field with { Title = name } : f.Field),
                ],
            }),
        ];
    }

    /// <summary>Renames what a pattern finds.</summary>
    public static IReadOnlyList<Frame> Rename(IReadOnlyList<Frame> frames, Node options)
    {
        if (Patterns.Find(options["regex"].Text ?? "") is not { } pattern)
        {
            return frames;
        }

        var replacement = options["renamePattern"].Text ?? "";
        return Each(frames, f => f.Kind == FieldKind.Time ? f : f with { Title = Replaced(pattern, f.DisplayName, replacement) });
    }

    /// <summary>Keeps fields by name or pattern.</summary>
    public static IReadOnlyList<Frame> Filter(IReadOnlyList<Frame> frames, Node options)
    {
        var include = Chooser(options["include"]);
        var exclude = Chooser(options["exclude"]);
        return
        [
            .. frames
                .Select(frame => frame with { Fields = [.. frame.Fields.Where(f => (include is null || include(f)) && (exclude is null || !exclude(f)))] })
                .Where(f => f.Fields.Count > 0),
        ];
    }

    /// <summary>Keeps the answers of some queries.</summary>
    public static IReadOnlyList<Frame> FilterFrames(IReadOnlyList<Frame> frames, Node options)
    {
        var include = Patterns.Find($"^({options["include"].Text ?? options["include"]["options"].Text ?? ".*"})$");
        return include is null ? frames : [.. frames.Where(f => include.IsMatch(f.RefId))];
    }

    /// <summary>Makes columns of the labels of series.</summary>
    public static IReadOnlyList<Frame> LabelsToFields(IReadOnlyList<Frame> frames) =>
    [
        .. frames.Select(frame => frame with
        {
            Fields =
            [
                .. frame.Fields.Where(f => f.Labels.Count == 0),
                .. frame.Fields.SelectMany(f => f.Labels).DistinctBy(l => l.Key).Select(l => Field.OfTexts(l.Key, Enumerable.Repeat<string?>(l.Value, frame.Length))),
                .. frame.Fields.Where(f => f.Labels.Count > 0).Select(f => f with { Labels = new Dictionary<string, string>(), Title = null }),
            ],
        }),
    ];

    /// <summary>Puts all series below each other, with their names in a column.</summary>
    public static IReadOnlyList<Frame> SeriesToRows(IReadOnlyList<Frame> frames)
    {
        var points = frames
            .Where(f => f.Time is not null)
            .SelectMany(f => f.Fields.Where(v => v.Kind == FieldKind.Number).SelectMany(v => Enumerable.Range(0, f.Length).Select(i => (Time: f.Time!.Numbers[i], Name: v.DisplayName, Value: v.Numbers[i]))))
            .OrderByDescending(p => p.Time)
            .ToList();
        return points.Count == 0
            ? frames
            :
            [
                new(frames[0].RefId,
                [
                    Field.OfNumbers("Time", points.Select(p => p.Time), FieldKind.Time),
                    Field.OfTexts("Metric", points.Select(p => p.Name)),
                    Field.OfNumbers("Value", points.Select(p => p.Value)),
                ]),
            ];
    }

    private static IReadOnlyList<Frame> Each(IReadOnlyList<Frame> frames, Func<Field, Field> change) => [.. frames.Select(frame => frame with { Fields = [.. frame.Fields.Select(change)] })];

    private static Node By(Node names, Field field) => names[field.Name] is { Exists: true } own ? own : names[field.DisplayName];

    private static string Replaced(Regex pattern, string text, string replacement)
    {
        try
        {
            return pattern.Replace(text, replacement);
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    private static Func<Field, bool>? Chooser(Node choice)
    {
        var names = choice["names"].Texts.ToHashSet();
        var pattern = choice["pattern"].Text is { Length: > 0 } text ? Patterns.Find(text) : null;
        return names.Count == 0 && pattern is null ? null : f => names.Contains(f.DisplayName) || names.Contains(f.Name) || (pattern?.IsMatch(f.DisplayName) ?? false);
    }
}
