using Observatory.Dashboards.Times;
using Observatory.Html;

namespace Observatory.Dashboards.Pages;

/// <summary>The choice of the time range and of how often the page is renewed: links for the usual ones, fields for any other.</summary>
internal static class TimePicker
{
    private static readonly (string From, string To, string Name)[] Usual =
    [
        ("now-5m", "now", "Last 5 minutes"), ("now-15m", "now", "Last 15 minutes"), ("now-30m", "now", "Last 30 minutes"), ("now-1h", "now", "Last hour"),
        ("now-3h", "now", "Last 3 hours"), ("now-6h", "now", "Last 6 hours"), ("now-12h", "now", "Last 12 hours"), ("now-24h", "now", "Last 24 hours"),
        ("now-2d", "now", "Last 2 days"), ("now-7d", "now", "Last 7 days"), ("now-30d", "now", "Last 30 days"), ("now-90d", "now", "Last 90 days"),
        ("now/d", "now/d", "Today"), ("now-1d/d", "now-1d/d", "Yesterday"), ("now/w", "now/w", "This week"),
    ];

    private static readonly string[] Intervals = ["5s", "10s", "30s", "1m", "5m", "15m", "30m", "1h"];

    /// <summary>The name of a range.</summary>
    public static string NameOf(DashboardTime time)
    {
        var usual = Array.Find(Usual, u => u.From == time.RawFrom && u.To == time.RawTo);
        return usual.Name ?? (time.RawTo == "now" && time.RawFrom.StartsWith("now-", StringComparison.Ordinal) ? $"Last {time.RawFrom[4..]}" : $"{Shown(time.From)} to {Shown(time.To)} UTC");
    }

    /// <summary>Adds the range. Belongs into the form of the board's controls.</summary>
    public static void AddRange(HtmlWriter page, BoardAddress address, DashboardTime time)
    {
        var half = TimeSpan.FromTicks(time.Length.Ticks / 2);
        page.Add($"<div class=\"time\"><a class=\"button\" href=\"{Moved(address, time, -half, -half)}\" title=\"Earlier\" aria-label=\"Earlier\">‹</a>");
        page.Add($"<details class=\"drop\"><summary class=\"button\"><span class=\"hidden\">Time range: </span>");
        AddName(page, time);
        page.Add($"</summary><div class=\"drop-body ranges\">");
        page.Add($"<label>From <input name=\"from\" value=\"{time.RawFrom}\" maxlength=\"64\" placeholder=\"now-1h\"></label>");
        page.Add($"<label>To <input name=\"to\" value=\"{time.RawTo}\" maxlength=\"64\" placeholder=\"now\"></label>");
        page.Add($"<p class=\"muted\">now-6h, a time such as 2026-01-31T12:00:00Z (UTC), or milliseconds since 1970</p><button>Apply</button><ul>");
        foreach (var (from, to, name) in Usual)
        {
            var isShown = from == time.RawFrom && to == time.RawTo;
            page.Add($"<li><a{new HtmlFlag("aria-current=\"true\"", isShown)} href=\"{address.WithTime(from, to)}\">{name}</a></li>");
        }

        page.Add($"</ul></div></details><a class=\"button\" href=\"{Moved(address, time, half, half)}\" title=\"Later\" aria-label=\"Later\">›</a>");
        page.Add($"<a class=\"button\" href=\"{Moved(address, time, -half, half)}\" title=\"A range twice as long\" aria-label=\"A range twice as long\">⊖</a></div>");
    }

    /// <summary>Adds how often the page is renewed.</summary>
    public static void AddRefresh(HtmlWriter page, BoardAddress address, string refresh)
    {
        page.Add($"<div class=\"time\"><a class=\"button refresh\" href=\"{address}\" title=\"Ask again now\">↻ Refresh</a><label class=\"inline\"><span class=\"hidden\">Refresh every</span><select name=\"refresh\">");
        page.AddOption("off", "Off", refresh.Length == 0);
        foreach (var interval in Intervals.Contains(refresh) || refresh.Length == 0 ? Intervals : [.. Intervals, refresh])
        {
            page.AddOption(interval, interval, interval == refresh);
        }

        page.Add($"</select></label></div>");
    }

    private static void AddName(HtmlWriter page, DashboardTime time)
    {
        if (IsNamed(time))
        {
            page.Add($"{NameOf(time)}");
            return;
        }

        page.Add($"<time datetime=\"{time.From.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{Shown(time.From)}</time> to ");
        page.Add($"<time datetime=\"{time.To.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{Shown(time.To)} UTC</time>");
    }

    private static bool IsNamed(DashboardTime time) =>
        Array.Exists(Usual, u => u.From == time.RawFrom && u.To == time.RawTo)
        || (time.RawTo == "now" && time.RawFrom.StartsWith("now-", StringComparison.Ordinal));

    private static string Shown(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Moved(BoardAddress address, DashboardTime time, TimeSpan from, TimeSpan to)
    {
        string Text(long ms) => Math.Max(0, ms).ToString(CultureInfo.InvariantCulture);
        return address.WithTime(Text(time.FromMs + (long)from.TotalMilliseconds), Text(time.ToMs + (long)to.TotalMilliseconds)).ToString();
    }
}
