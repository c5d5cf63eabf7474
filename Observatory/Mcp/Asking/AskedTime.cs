using Observatory.Dashboards.Times;
using Observatory.Traces.Model;

namespace Observatory.Mcp.Asking;

/// <summary>The time that a question is about.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
internal sealed record AskedTime(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>What a time may look like; part of errors and of the tools' descriptions.</summary>
    public const string Forms = "-15m, -2h, -1d, now, today, 12:10 (UTC, of today) or RFC 3339 as 2026-01-31T12:00:00Z";

    /// <summary>The beginning in nanoseconds since 1970.</summary>
    public ulong FromNanos => Nanos.OfMilliseconds(From.ToUnixTimeMilliseconds());

    /// <summary>The end in nanoseconds since 1970.</summary>
    public ulong ToNanos => Nanos.OfMilliseconds(To.ToUnixTimeMilliseconds());

    /// <summary>How long it is.</summary>
    public TimeSpan Length => To - From;

    /// <summary>Reads a time range.</summary>
    /// <param name="since">Its beginning, in one of the <see cref="Forms"/>.</param>
    /// <param name="until">Its end.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="FormatException">It is none; the message says what is wrong and what would be right.</exception>
    public static AskedTime Read(string since, string until, DateTimeOffset now)
    {
        if (DashboardTime.TryParse(Grafana(since, now), Grafana(until, now), now) is { } time)
        {
            return new(Millisecond(time.From), Millisecond(time.To));
        }

        // The one that can't be read alone is the one to name.
        foreach (var (name, text) in ((string, string)[])[("since", since), ("until", until)])
        {
            var word = Grafana(text, now);
            if (DashboardTime.TryParse("0", word, now) is null && DashboardTime.TryParse(word, "now+9y", now) is null)
            {
                throw new FormatException($"{name}: '{Html.Display.Cut(text, 64)}' is no time; write {Forms}");
            }
        }

        throw new FormatException("since must be before until, and no more than ten years");
    }

    /// <summary>A time as RFC 3339 in UTC, to the millisecond.</summary>
    public static string Write(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    // Grafana's words, which the boards take, and those that people and models use beside them.
    private static string Grafana(string text, DateTimeOffset now)
    {
        var word = text.Trim();
        return word switch
        {
            "today" => "now/d",
            "yesterday" => "now-1d/d",
            ['-' or '+', ..] => $"now{word}",
            [>= '0' and <= '9', ..] when IntervalText.TryParse(word, out _) && char.IsAsciiLetter(word[^1]) => $"now-{word}",
            _ when TimeOnly.TryParseExact(
                word.TrimEnd('Z'), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock) =>
                new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).Add(clock.ToTimeSpan()).ToString("O", CultureInfo.InvariantCulture),
            _ => word,
        };
    }

    private static DateTimeOffset Millisecond(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
