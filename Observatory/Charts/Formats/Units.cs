using System.Collections.Frozen;

namespace Observatory.Charts.Formats;

/// <summary>The units by the names that dashboards use.</summary>
internal static class Units
{
    private static readonly FrozenDictionary<string, Unit> Known = Build().ToFrozenDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    /// <summary>The unit of this name; one that is not known stands behind the number.</summary>
    public static Unit Of(string name) => Known.TryGetValue(name, out var unit) ? unit : Custom(name);

    private static Unit Custom(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var (kind, text) = colon < 0 ? ("suffix", name) : (name[..colon], name[(colon + 1)..]);
        return kind switch
        {
            "prefix" => Plain("") with { Prefix = text },
            "currency" => Money(text),
            "time" => Special(Dates.Write),
            "si" => Prefixed(text.Length > 0 && char.IsUpper(text[0]) ? text[1..] : text),
            "count" => Counted($" {text}"),
            _ => Plain(text.Length == 0 ? "" : $" {text}"),
        };
    }

    private static Dictionary<string, Unit> Build()
    {
        Dictionary<string, Unit> units = new(StringComparer.Ordinal)
        {
            [""] = Plain(""),
            ["none"] = Plain(""),
            ["string"] = Plain(""),
            ["short"] = Counted(""),
            ["sishort"] = Prefixed(""),
            ["locale"] = Special(v => v.ToString(Math.Abs(v) < 1e15 ? "#,0.###" : "0.###e+0", CultureInfo.InvariantCulture)),
            ["sci"] = Special(v => v.ToString("0.###e+0", CultureInfo.InvariantCulture)),
            ["percent"] = Plain("%"),
            ["percentunit"] = Plain("%") with { Factor = 100 },
            ["humidity"] = Plain("%H"),
            ["bytes"] = Steps(1024, " B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"),
            ["bits"] = Steps(1024, " b", " Kib", " Mib", " Gib", " Tib", " Pib"),
            ["kbytes"] = Steps(1024, " KiB", " MiB", " GiB", " TiB", " PiB"),
            ["mbytes"] = Steps(1024, " MiB", " GiB", " TiB", " PiB"),
            ["gbytes"] = Steps(1024, " GiB", " TiB", " PiB"),
            ["binBps"] = Steps(1024, " B/s", " KiB/s", " MiB/s", " GiB/s", " TiB/s"),
            ["binbps"] = Steps(1024, " b/s", " Kib/s", " Mib/s", " Gib/s", " Tib/s"),
            ["decbytes"] = Steps(1000, " B", " kB", " MB", " GB", " TB", " PB"),
            ["decbits"] = Steps(1000, " b", " kb", " Mb", " Gb", " Tb", " Pb"),
            ["Bps"] = Steps(1000, " B/s", " kB/s", " MB/s", " GB/s", " TB/s"),
            ["bps"] = Steps(1000, " b/s", " kb/s", " Mb/s", " Gb/s", " Tb/s"),
            ["KBs"] = Steps(1000, " kB/s", " MB/s", " GB/s", " TB/s"),
            ["MBs"] = Steps(1000, " MB/s", " GB/s", " TB/s"),
            ["ns"] = Time(1e-9),
            ["µs"] = Time(1e-6),
            ["us"] = Time(1e-6),
            ["ms"] = Time(1e-3),
            ["s"] = Time(1),
            ["m"] = Time(60),
            ["h"] = Time(3600),
            ["d"] = Time(86400),
            ["dtdurationms"] = Special(v => Dates.Duration(v / 1000)),
            ["dtdurations"] = Special(Dates.Duration),
            ["dthms"] = Special(Dates.Clock),
            ["dtdhms"] = Special(Dates.Clock),
            ["clockms"] = Special(v => Dates.Clock(v / 1000)),
            ["clocks"] = Special(Dates.Clock),
            ["hertz"] = Prefixed("Hz"),
            ["rothz"] = Prefixed("Hz"),
            ["watt"] = Prefixed("W"),
            ["joule"] = Prefixed("J"),
            ["amp"] = Prefixed("A"),
            ["volt"] = Prefixed("V"),
            ["celsius"] = Plain(" °C"),
            ["fahrenheit"] = Plain(" °F"),
            ["dB"] = Plain(" dB"),
            ["bool"] = Special(v => v == 0 ? "False" : "True"),
            ["bool_yes_no"] = Special(v => v == 0 ? "No" : "Yes"),
            ["bool_on_off"] = Special(v => v == 0 ? "Off" : "On"),
        };
        foreach (var name in (string[])["dateTimeAsIso", "dateTimeAsIsoNoDateIfToday", "dateTimeAsUS", "dateTimeAsUSNoDateIfToday", "dateTimeAsLocal", "dateTimeAsLocalNoDateIfToday", "dateTimeAsSystem"])
        {
            units[name] = Special(Dates.Write);
        }

        foreach (var (name, suffix) in ((string, string)[])[
            ("ops", " ops/s"), ("reqps", " req/s"), ("rps", " rd/s"), ("wps", " wr/s"), ("iops", " io/s"), ("cps", " c/s"), ("eps", " evt/s"), ("mps", " msg/s"),
            ("rowsps", " rows/s"), ("fps", " fps"), ("opm", " ops/min"), ("rpm", " rd/min"), ("wpm", " wr/min"), ("cpm", " c/min"), ("epm", " evt/min"), ("reqpm", " req/min")])
        {
            units[name] = Counted(suffix);
        }

        foreach (var (name, sign) in ((string, string)[])[("USD", "$"), ("EUR", "€"), ("GBP", "£"), ("JPY", "¥"), ("CNY", "¥"), ("INR", "₹"), ("KRW", "₩"), ("BTC", "฿"), ("BRL", "R$")])
        {
            units[$"currency{name}"] = Money(sign);
        }

        return units;
    }

    private static Unit Special(Func<double, string> write) => Plain("") with { Special = write };

    private static Unit Plain(string suffix) => new("", 1, [new(0, 1, suffix)]);

    private static Unit Counted(string suffix) =>
        new("", 1, [new(0, 1, suffix), new(1e3, 1e3, $" K{suffix}"), new(1e6, 1e6, $" Mil{suffix}"), new(1e9, 1e9, $" Bil{suffix}"), new(1e12, 1e12, $" Tri{suffix}")]);

    private static Unit Money(string sign) =>
        new(sign, 1, [new(0, 1, ""), new(1e3, 1e3, "K"), new(1e6, 1e6, "M"), new(1e9, 1e9, "B"), new(1e12, 1e12, "T")]) { LeastDecimals = 2 };

    private static Unit Prefixed(string unit) =>
        new("", 1, [
            new(0, 1e-9, $" n{unit}"), new(1e-6, 1e-6, $" µ{unit}"), new(1e-3, 1e-3, $" m{unit}"), new(1, 1, unit.Length == 0 ? "" : $" {unit}"),
            new(1e3, 1e3, $" k{unit}"), new(1e6, 1e6, $" M{unit}"), new(1e9, 1e9, $" G{unit}"), new(1e12, 1e12, $" T{unit}")]);

    private static Unit Steps(double ratio, params string[] suffixes) =>
        new("", 1, [.. suffixes.Select((s, i) => new UnitScale(i == 0 ? 0 : Math.Pow(ratio, i), Math.Pow(ratio, i), s))]);

    private static Unit Time(double seconds) =>
        new("", seconds, [
            new(0, 1e-9, " ns"), new(1e-6, 1e-6, " µs"), new(1e-3, 1e-3, " ms"), new(1, 1, " s"), new(60, 60, " mins"), new(3600, 3600, " hours"),
            new(86400, 86400, " days"), new(7 * 86400, 7 * 86400, " weeks"), new(365 * 86400, 365 * 86400, " years")]);
}
