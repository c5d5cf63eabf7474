using Observatory.Html;
using Observatory.Traces.Model;

namespace Observatory.Views;

/// <summary>The time range of a page: so far back from now (<c>lookback</c>), or from <c>start</c> to <c>end</c>.</summary>
/// <param name="FromNanos">Its beginning, in nanoseconds since 1970; 0 for all that is kept.</param>
/// <param name="ToNanos">Its end; now unless asked for otherwise.</param>
/// <param name="Lookback">How far back was asked for; nothing for a range of its own.</param>
/// <param name="IsOpen">Whether it ends now.</param>
internal sealed record PageRange(ulong FromNanos, ulong ToNanos, string Lookback, bool IsOpen)
{
    private const string All = "all";
    private const string Custom = "custom";
    private const ulong Micro = 1_000;
    private const ulong Milli = 1_000_000;

    private static readonly (string Value, string Name)[] Choices =
        [("5m", "5 minutes"), ("15m", "15 minutes"), ("1h", "1 hour"), ("3h", "3 hours"), ("12h", "12 hours"), ("1d", "1 day"), ("2d", "2 days"), ("7d", "7 days"), (All, "all that is kept")];

    /// <summary>Whether it has a beginning.</summary>
    public bool HasStart => FromNanos > 0;

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="FormatException">One can't be used; the message names it.</exception>
    public static PageRange Read(IQueryCollection query, string defaultLookback, DateTimeOffset now)
    {
        var nowNanos = (ulong)now.ToUnixTimeMilliseconds() * Milli;
        var start = Time(query, "start");
        var end = Time(query, "end");
        if (start > end)
        {
            throw new FormatException("start is after end");
        }

        var lookback = query["lookback"].ToString();
        // A form sends the fields of a range of its own also when another choice is made.
        if (lookback == Custom || (lookback.Length == 0 && (start is not null || end is not null)))
        {
            return new(start ?? 0, end ?? Math.Max(nowNanos, start ?? 0), "", end is null);
        }

        lookback = lookback.Length == 0 ? defaultLookback : lookback;
        if (lookback == All)
        {
            return new(0, nowNanos, All, true);
        }

        return GoDuration.TryParse(lookback, out var back) && back > 0
            ? new(nowNanos - Math.Min(nowNanos, back), nowNanos, lookback, true)
            : throw new FormatException($"lookback: '{Display.Cut(lookback, 64)}' is no duration such as 15m, 2h or 7d");
    }

    /// <summary>Adds the fields of a form.</summary>
    public void AddFields(HtmlWriter page)
    {
        page.Add($"<label>Time <select name=\"lookback\">");
        var choices = Choices.AsEnumerable();
        if (Lookback.Length > 0 && !Array.Exists(Choices, c => c.Value == Lookback))
        {
            choices = choices.Prepend((Lookback, Lookback));
        }

        foreach (var (value, name) in choices.Append((Custom, "from … to …")))
        {
            var isChosen = value == (Lookback.Length == 0 ? Custom : Lookback);
            page.AddOption(value, value is All or Custom ? name : $"last {name}", isChosen);
        }

        page.Add($"</select></label>");
        var isCustom = Lookback.Length == 0;
        page.Add($"<label class=\"custom-time\">From (UTC) <input name=\"start\" type=\"datetime-local\" step=\"1\" value=\"{(isCustom && HasStart ? Field(FromNanos) : "")}\"></label>");
        page.Add($"<label class=\"custom-time\">To (UTC) <input name=\"end\" type=\"datetime-local\" step=\"1\" value=\"{(isCustom && !IsOpen ? Field(ToNanos) : "")}\"></label>");
    }

    /// <summary>Reads a time: as people write it (UTC unless it says otherwise), or a number since 1970 of milliseconds, micro- or nanoseconds, told apart by its size.</summary>
    private static ulong? Time(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number switch
            {
                < 10_000_000_000_000 => number * Milli,
                < 10_000_000_000_000_000 => number * Micro,
                _ => number,
            };
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time >= DateTimeOffset.UnixEpoch
            ? Nanos.Product((ulong)(time - DateTimeOffset.UnixEpoch).Ticks, 100)
            : throw new FormatException($"{name}: '{Display.Cut(text, 64)}' is no time such as 2026-01-31T12:00:00Z");
    }

    private static string Field(ulong nanos) => Display.Iso(nanos)[..19];
}
