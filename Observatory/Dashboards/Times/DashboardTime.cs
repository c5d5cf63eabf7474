using Observatory.Traces.Model;

namespace Observatory.Dashboards.Times;

/// <summary>The time that a page shows.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
/// <param name="RawFrom">The beginning as written, <c>now-1h</c> for instance.</param>
/// <param name="RawTo">The end as written.</param>
internal sealed record DashboardTime(DateTimeOffset From, DateTimeOffset To, string RawFrom, string RawTo)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>How long it is.</summary>
    public TimeSpan Length => To - From;

    /// <summary>The beginning in milliseconds since 1970.</summary>
    public long FromMs => From.ToUnixTimeMilliseconds();

    /// <summary>The end in milliseconds since 1970.</summary>
    public long ToMs => To.ToUnixTimeMilliseconds();

    /// <summary>The beginning in nanoseconds since 1970.</summary>
    public ulong FromNanos => Nanos.OfMilliseconds(FromMs);

    /// <summary>The end in nanoseconds since 1970.</summary>
    public ulong ToNanos => Nanos.OfMilliseconds(ToMs);

    /// <summary>Reads a range; null when it can't be read, is empty or is longer than ten years.</summary>
    public static DashboardTime? TryParse(string from, string to, DateTimeOffset now) =>
        Parse(from, now, up: false) is { } begin && Parse(to, now, up: true) is { } end && begin < end && end - begin <= Longest ? new(begin, end, from, to) : null;

    /// <summary>The same with another beginning, as a panel's own range asks for: <c>5m</c> or <c>now-5m</c> back from now.</summary>
    public DashboardTime Back(string timeFrom, DateTimeOffset now)
    {
        var raw = timeFrom.StartsWith("now", StringComparison.Ordinal) ? timeFrom : $"now-{timeFrom}";
        return TryParse(raw, raw.Contains('/', StringComparison.Ordinal) ? raw : "now", now) ?? this;
    }

    /// <summary>The same, earlier.</summary>
    public DashboardTime Earlier(string shift) =>
        IntervalText.TryParse(shift, out var span) ? new(From - span, To - span, $"{FromMs - (long)span.TotalMilliseconds}", $"{ToMs - (long)span.TotalMilliseconds}") : this;

    private static DateTimeOffset? Parse(string text, DateTimeOffset now, bool up)
    {
        if (text.Length is 0 or > 64)
        {
            return null;
        }

        if (text.StartsWith("now", StringComparison.Ordinal))
        {
            return Relative(text.AsSpan(3), now, up);
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time >= DateTimeOffset.UnixEpoch ? time : null;
    }

    private static DateTimeOffset? Relative(ReadOnlySpan<char> text, DateTimeOffset now, bool up)
    {
        var time = now;
        try
        {
            while (text.Length > 0)
            {
                var sign = text[0];
                text = text[1..];
                var digits = text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;
                var count = digits == 0 ? 1 : int.Parse(text[..digits], CultureInfo.InvariantCulture);
                if (digits == text.Length)
                {
                    return null;
                }

                var unit = text[digits];
                text = text[(digits + 1)..];
                if (sign is '+' or '-')
                {
                    time = Add(time, unit, sign == '+' ? count : -count);
                }
                else if (sign == '/')
                {
                    var begin = Begin(time, unit);
                    time = up ? Add(begin, unit, 1).AddMilliseconds(-1) : begin;
                }
                else
                {
                    return null;
                }
            }
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException)
        {
            return null;
        }

        return time >= DateTimeOffset.UnixEpoch ? time : null;
    }

    private static DateTimeOffset Add(DateTimeOffset time, char unit, int count) => unit switch
    {
        's' => time.AddSeconds(count),
        'm' => time.AddMinutes(count),
        'h' => time.AddHours(count),
        'd' => time.AddDays(count),
        'w' => time.AddDays(7.0 * count),
        'M' => time.AddMonths(count),
        'Q' => time.AddMonths(3 * count),
        'y' => time.AddYears(count),
        _ => throw new FormatException(),
    };

    private static DateTimeOffset Begin(DateTimeOffset time, char unit)
    {
        var day = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero);
        return unit switch
        {
            's' => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
            'm' => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero),
            'h' => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero),
            'd' => day,
            'w' => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            'M' => new(day.Year, day.Month, 1, 0, 0, 0, TimeSpan.Zero),
            'Q' => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1, 0, 0, 0, TimeSpan.Zero),
            'y' => new(day.Year, 1, 1, 0, 0, 0, TimeSpan.Zero),
            _ => throw new FormatException(),
        };
    }
}
