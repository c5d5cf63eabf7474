using Observatory.Charts.Formats;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Variables;

namespace Observatory.Dashboards.Panels;

/// <summary>What a field's options mean for drawing: format, thresholds, colours, links.</summary>
internal static class FieldLook
{
    /// <summary>Whether a colour mode is one of those that are drawn.</summary>
    public static bool KnowsColors(string mode) => mode is "thresholds" or "fixed" or "shades" or "palette-classic" or "palette-classic-by-name";

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
    /// <param name="otherwise">The mode of fields that name none.</param>
    public static ChartColor? Color(Field field, double value, string otherwise)
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
            _ => ChartColor.Palette(field.Index),
        };
    }

    /// <summary>The colour of a whole series.</summary>
    public static ChartColor SeriesColor(Field field)
    {
        var range = Range(field.Options, field.Numbers);
        var last = Reducer.Of(field.Numbers, Reducer.Last);
        return Color(field, last, "palette-classic") ?? Threshold.ColorOf(Thresholds(field.Options, range.Min, range.Max), last) ?? ChartColor.Palette(field.Index);
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
