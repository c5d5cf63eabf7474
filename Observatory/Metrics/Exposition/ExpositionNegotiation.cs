using Microsoft.Net.Http.Headers;

namespace Observatory.Metrics.Exposition;

/// <summary>Picks the text a scraper wants by its Accept header.</summary>
internal static class ExpositionNegotiation
{
    /// <summary>
    /// OpenMetrics if the scraper likes a version of it that is written here at least as much as plain text; else plain text.
    /// </summary>
    public static ExpositionFormat Choose(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return ExpositionFormat.PrometheusText;
        }

        double openMetrics = 0, text = 0;
        foreach (var media in accepted)
        {
            var quality = media.Quality ?? 1;
            if (media.MediaType.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase))
            {
                openMetrics = IsKnown(media) ? Math.Max(openMetrics, quality) : openMetrics;
            }
            else if (media.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
            {
                text = Math.Max(text, quality);
            }
        }

        return openMetrics > 0 && openMetrics >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.PrometheusText;
    }

    /// <summary>The Content-Type of a text.</summary>
    public static string ContentType(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    private static bool IsKnown(MediaTypeHeaderValue media)
    {
        foreach (var parameter in media.Parameters)
        {
            if (parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))
            {
                return HeaderUtilities.RemoveQuotes(parameter.Value).Value is "1.0.0" or "0.0.1";
            }
        }

        return true;
    }
}

/// <summary>The two texts a scraper may ask for.</summary>
internal enum ExpositionFormat
{
    /// <summary>Prometheus text 0.0.4.</summary>
    PrometheusText,

    /// <summary>OpenMetrics 1.0, the only one with exemplars.</summary>
    OpenMetrics,
}
