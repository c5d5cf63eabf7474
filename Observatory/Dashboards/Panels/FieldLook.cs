using Observatory.Charts.Formats;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Variables;

namespace Observatory.Dashboards.Panels;

/// <summary>What a field's options mean for drawing: format, thresholds, colours, links.</summary>
internal static class FieldLook
{
    private static readonly Dictionary<string, string[]> Gradients = new()
    {
        ["continuous-GrYlRd"] = ["green", "light-green", "yellow", "orange", "red"],
        ["continuous-RdYlGr"] = ["red", "orange", "yellow", "light-green", "green"],
        ["continuous-BlYlRd"] = ["dark-blue", "light-blue", "super-light-yellow", "yellow", "dark-red"],
        ["continuous-YlRd"] = ["super-light-yellow", "yellow", "orange", "dark-red"],
        ["continuous-BlPu"] = ["dark-blue", "blue", "purple", "dark-purple"],
        ["continuous-YlBl"] = ["super-light-yellow", "light-blue", "blue", "dark-blue"],
        ["continuous-blues"] = ["super-light-blue", "light-blue", "blue", "semi-dark-blue", "dark-blue"],
        ["continuous-reds"] = ["super-light-red", "light-red", "red", "semi-dark-red", "dark-red"],
        ["continuous-greens"] = ["super-light-green", "light-green", "green", "semi-dark-green", "dark-green"],
        ["continuous-purples"] = ["super-light-purple", "light-purple", "purple", "semi-dark-purple", "dark-purple"],
    };

    /// <summary>Whether a colour mode is one of those that are drawn.</summary>
    public static bool KnowsColors(string mode) => Gradients.ContainsKey(mode) || mode is "thresholds" or "fixed" or "shades" or "palette-classic" or "palette-classic-by-name";

    /// <summary>How a field's numbers are written.</summary>
    public static ValueFormat Format(FieldOptions options, string? noValue = null) => new()
    {
        Unit = options.Unit ?? "",
        Decimals = options.Decimals,
        Mappings = options.Mappings,
        NoValue = noValue ?? options.NoValue ?? "–",
    };

    /// <summary>The steps of colour; those in percent become values between the lowest and the highest.</summary>
    public static IReadOnlyList<Threshold> Thresholds(FieldOptions options, double min, double max)
    {
        double At(double step) => options.ThresholdsArePercent ? min + ((max - min) * step / 100) : step;
        return [.. options.Thresholds.Select(t => new Threshold(t.From is { } from ? At(from) : double.NegativeInfinity, ChartColor.Parse(t.Color)))];
    }

    /// <summary>The lowest and highest value for a field: as set, or as found.</summary>
    public static (double Min, double Max) Range(FieldOptions options, IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return (options.Min ?? (low <= high ? Math.Min(0, low) : 0), options.Max ?? (low <= high ? high : 100));
    }

    /// <summary>The colour of a value; null when the thresholds, or mappings, decide.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <param name="range">The lowest and highest value.</param>
    /// <param name="otherwise">The mode of fields that name none.</param>
    public static ChartColor? Color(Field field, double value, (double Min, double Max) range, string otherwise)
    {
        var options = field.Options;
        if (options.Mappings.Any(m => m.Color is not null && !double.IsNaN(value) && Format(options).MappingOf(value) == m))
        {
            return null;
        }

        var mode = options.ColorMode.Length > 0 ? options.ColorMode : otherwise;
        return mode switch
        {
            "thresholds" => null,
            "fixed" or "shades" => ChartColor.Parse(options.FixedColor),
            _ when Gradients.TryGetValue(mode, out var gradient) && !double.IsNaN(value) =>
                ChartColor.Parse(gradient[(int)(Math.Clamp((value - range.Min) / Math.Max(range.Max - range.Min, double.Epsilon), 0, 1) * (gradient.Length - 0.001))]),
            _ => ChartColor.Palette(field.Index),
        };
    }

    /// <summary>The colour of a whole series.</summary>
    public static ChartColor SeriesColor(Field field)
    {
        var range = Range(field.Options, field.Numbers);
        var last = Reducer.Of(field.Numbers, Reducer.Last);
        return Color(field, last, range, "palette-classic") ?? Threshold.ColorOf(Thresholds(field.Options, range.Min, range.Max), last) ?? ChartColor.Palette(field.Index);
    }

    /// <summary>Where a field, or one of its values, leads.</summary>
    public static IReadOnlyList<ChartLink> Links(Scope scope, Frame frame, Field field, int? row = null, double? number = null)
    {
        if (field.Options.Links.Count == 0)
        {
            return [];
        }

        var inner = FieldScope.Of(scope, frame, field, row, number);
        return [.. field.Options.Links.Select(l => Link(inner, l))];
    }

    /// <summary>Fills a link's variables.</summary>
    public static ChartLink Link(Scope scope, DataLink link)
    {
        var url = scope.Fill(link.Url, "percentencode");
        // Grafana takes these from its own address.
        return new(url.StartsWith("d/", StringComparison.Ordinal) ? $"/{url}" : url, scope.Fill(link.Title, "text"));
    }
}
