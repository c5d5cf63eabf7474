using Observatory.Hosting;
using Observatory.Html;
using Observatory.Logs.Api;
using Observatory.Logs.Model;
using Observatory.Logs.Store;
using Observatory.Traces.Model;
using Observatory.Views;
using Observatory.Views.Logging;

namespace Observatory.Web.Logging;

/// <summary>The page at <c>/logs</c>: a form, how many records there are over time, and the newest of them.</summary>
internal sealed class LogsPage(LogStore store, Listeners listeners, TimeProvider time)
{
    private const int Slots = 60;
    private const int DefaultLimit = 200;
    private const int MaxText = 256;

    private static readonly string[] LevelChoices = ["trace", "debug", "info", "warn", "error", "fatal"];
    private static readonly int[] Limits = [100, DefaultLimit, 500, LogQueryParser.MaxLimit];

    /// <summary>Answers a request.</summary>
    /// <exception cref="FormatException">A parameter can't be used.</exception>
    public Task AnswerAsync(HttpContext context)
    {
        var parameters = context.Request.Query;
        var trace = Trace(parameters["trace"].ToString());
        var range = PageRange.Read(parameters, trace is null ? "1h" : "all", time.GetUtcNow());
        var query = new LogQuery
        {
            Service = Text(parameters, "service"),
            Text = Text(parameters, "text"),
            TraceId = trace,
            MinSeverity = Level(parameters["level"].ToString()),
            Limit = Limit(parameters["limit"].ToString()),
            StartUnixNano = range.FromNanos,
            EndUnixNano = Before(parameters["before"].ToString()) ?? (range.IsOpen ? ulong.MaxValue : range.ToNanos),
        };
        return Page.AnswerAsync(context, "Logs", page => AddAsync(page, parameters, query, range, context.RequestAborted));
    }

    private async ValueTask AddAsync(HtmlWriter page, IQueryCollection parameters, LogQuery query, PageRange range, CancellationToken cancellation)
    {
        var volume = new LogVolume(range.FromNanos, range.ToNanos, Slots);
        var found = store.Search(query, volume, cancellation);
        AddForm(page, parameters, query, range, volume.Services);
        if (store.Records == 0)
        {
            EmptyState.Add(page, listeners, "log record", "/v1/logs");
        }
        else if (range.HasStart)
        {
            LogChart.Add(page, volume, parameters);
        }

        await AddRowsAsync(page, parameters, query, range, found, volume.Total).ConfigureAwait(false);
    }

    private static void AddForm(HtmlWriter page, IQueryCollection parameters, LogQuery query, PageRange range, IReadOnlyList<string> services)
    {
        page.Add($"<form class=\"filter card\" role=\"search\" action=\"/logs\"><label class=\"wide\">Text <input name=\"text\" type=\"search\" value=\"{query.Text}\" maxlength=\"{MaxText}\" placeholder=\"in the message or an attribute\" data-first></label>");
        page.Add($"<label>Service <select name=\"service\">");
        page.AddOption("", "any", query.Service is null);
        foreach (var service in query.Service is null || services.Contains(query.Service) ? services : [query.Service, .. services])
        {
            page.AddOption(service, service, service == query.Service);
        }

        page.Add($"</select></label><label>Level <select name=\"level\">");
        page.AddOption("", "any", query.MinSeverity == 0);
        foreach (var level in LevelChoices)
        {
            page.AddOption(level, level == "fatal" ? level : $"{level} or worse", LogLevels.TryParse(level, out var severity) && severity == query.MinSeverity);
        }

        page.Add($"</select></label><label>Trace <input name=\"trace\" value=\"{parameters["trace"]}\" maxlength=\"32\" placeholder=\"its id\"></label>");
        range.AddFields(page);
        page.Add($"<label>At most <select name=\"limit\">");
        foreach (var limit in Limits)
        {
            page.AddOption(limit.ToString(CultureInfo.InvariantCulture), limit.ToString(CultureInfo.InvariantCulture), limit == query.Limit);
        }

        page.Add($"</select></label><button class=\"primary\">Search</button><a class=\"button\" href=\"/logs\">Reset</a></form>\n");
    }

    private static async ValueTask AddRowsAsync(HtmlWriter page, IQueryCollection parameters, LogQuery query, PageRange range, LogSearchResult found, int total)
    {
        var isNewest = range.IsOpen && parameters["before"].ToString().Length == 0;
        page.Add($"<div class=\"tools-row\"><p>{total} {(total == 1 ? "record" : "records")}{(found.More ? FormattableString.Invariant($", the newest {found.Records.Count} of them") : "")}</p><a class=\"button\" href=\"{PageLink.With("/logs", parameters, ("before", null))}\">{(isNewest ? "Refresh" : "Newest")}</a>");
        if (isNewest)
        {
            page.Add($"<span class=\"live\" data-tail=\"{PageLink.To("/api/logs/tail", ("service", query.Service), ("text", query.Text), ("traceId", parameters["trace"]), ("minLevel", parameters["level"]))}\"></span>");
        }

        page.Add($"</div>");
        if (found.Records.Count == 0)
        {
            page.Add($"<div class=\"log card\"><p class=\"empty\">Nothing matches.</p></div>");
            return;
        }

        await LogRows.AddAsync(page, found.Records).ConfigureAwait(false);
        if (found.More)
        {
            var oldest = LogLayout.ReadUInt64(found.Records[^1], LogLayout.Time);
            page.Add($"<p><a class=\"button\" rel=\"next\" href=\"{PageLink.With("/logs", parameters, ("before", oldest.ToString(CultureInfo.InvariantCulture)))}\">Older</a></p>");
        }
    }

    private static string? Text(IQueryCollection parameters, string name)
    {
        var text = parameters[name].ToString();
        return text.Length <= MaxText ? (text.Length == 0 ? null : text) : throw new FormatException($"{name} is longer than {MaxText} characters");
    }

    private static byte[]? Trace(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return TraceIds.TryParseTrace(text, out var id)
            ? Convert.FromHexString(id.ToString("x32", CultureInfo.InvariantCulture))
            : throw new FormatException("trace is an id of 1 to 32 hexadecimal digits");
    }

    private static int Level(string text) =>
        text.Length == 0 ? 0 : LogLevels.TryParse(text, out var severity) ? severity : throw new FormatException("level is trace, debug, info, warn, error, fatal or a number from 0 to 24");

    private static int Limit(string text) =>
        text.Length == 0 ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= LogQueryParser.MaxLimit ? limit
        : throw new FormatException($"limit is a number from 1 to {LogQueryParser.MaxLimit}");

    private static ulong? Before(string text) =>
        text.Length == 0 ? null
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var nanos) ? nanos
        : throw new FormatException("before is a number of nanoseconds since 1970");
}
