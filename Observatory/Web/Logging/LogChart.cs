using Observatory.Html;
using Observatory.Logs.Store;
using Observatory.Traces.Model;
using Observatory.Views.Logging;

namespace Observatory.Web.Logging;

/// <summary>How many log records there are over time: a bar for each slot, a colour for each level; a bar leads to the records of its time.</summary>
internal static class LogChart
{
    private const int Labels = 6;

    // The worst at the bottom, where heights can be compared.
    private static readonly (int Level, string Name)[] Stack =
        [(6, "Fatal"), (5, "Error"), (4, "Warn"), (3, "Info"), (2, "Debug"), (1, "Trace"), (0, "Unspecified")];

    /// <summary>Adds the chart.</summary>
    public static void Add(HtmlWriter page, LogVolume volume, IQueryCollection query)
    {
        var highest = Math.Max(1, Enumerable.Range(0, volume.Slots).Max(volume.Count));
        page.Add($"<figure class=\"volume card\"><svg role=\"group\" aria-label=\"Records over time; at most {highest} in {Display.Duration(volume.SlotNanos)}\">");
        var width = 100d / volume.Slots;
        for (var slot = 0; slot < volume.Slots; slot++)
        {
            if (volume.Count(slot) > 0)
            {
                AddBar(page, volume, slot, width, highest, query);
            }
        }

        page.Add($"</svg><div class=\"ticks\" aria-hidden=\"true\">");
        for (var i = 0; i < Labels; i++)
        {
            var tick = Nanos.Sum(volume.FromUnixNano, (ulong)(volume.Slots * i / (Labels - 1)) * volume.SlotNanos);
            page.Add($"<time datetime=\"{Display.Iso(tick)}\">{Display.TimeOfDay(tick)[..8]}</time>");
        }

        page.Add($"</div><figcaption>");
        foreach (var (level, name) in Stack)
        {
            var count = Enumerable.Range(0, volume.Slots).Sum(slot => volume.Count(slot, level));
            if (count > 0)
            {
                page.Add($"<span><i class=\"svc level-{LogRows.LevelClass(level)}\"></i>{name} {count}</span>");
            }
        }

        page.Add($"<span class=\"muted\">highest {highest} in {Display.Duration(volume.SlotNanos)}</span></figcaption></figure>\n");
    }

    private static void AddBar(HtmlWriter page, LogVolume volume, int slot, double width, int highest, IQueryCollection query)
    {
        var from = volume.FromUnixNano + ((ulong)slot * volume.SlotNanos);
        var link = PageLink.With(
            "/logs", query, ("lookback", null), ("before", null), ("live", null), ("start", FormattableString.Invariant($"{from}")), ("end", FormattableString.Invariant($"{Nanos.Sum(from, volume.SlotNanos)}")));
        page.Add($"<a href=\"{link}\"><title>{Display.Time(from)}: {volume.Count(slot)} records</title>");
        var x = Math.Round(slot * width, 3);
        page.Add($"<rect class=\"slot\" x=\"{x}%\" y=\"0\" width=\"{Math.Round(width, 3)}%\" height=\"100%\"/>");
        var bottom = 100d;
        foreach (var (level, _) in Stack)
        {
            if (volume.Count(slot, level) is > 0 and var count)
            {
                var height = count * 100d / highest;
                bottom -= height;
                page.Add($"<rect class=\"level-{LogRows.LevelClass(level)}\" x=\"{Math.Round((slot + 0.08) * width, 3)}%\" y=\"{Math.Round(bottom, 2)}%\" width=\"{Math.Round(width * 0.84, 3)}%\" height=\"{Math.Round(height, 2)}%\"/>");
            }
        }

        page.Add($"</a>");
    }
}
