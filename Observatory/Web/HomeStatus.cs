using Observatory.Charts.Formats;
using Observatory.Dashboards.Reading;
using Observatory.Html;
using Observatory.Prometheus;

namespace Observatory.Web;

/// <summary>What Prometheus says of the resources: which it reaches, and which alerts there are.</summary>
internal sealed class HomeStatus(PrometheusClient prometheus, DashboardLibrary library)
{
    private const int MaxTargets = 60;
    private const int MaxAlerts = 20;
    private const int MaxText = 200;

    /// <summary>Asks both.</summary>
    public async Task<Answer> AskAsync(CancellationToken cancellation)
    {
        try
        {
            var targets = prometheus.TargetsAsync(cancellation);
            var alerts = prometheus.AlertsAsync(cancellation);
            await Task.WhenAll(targets, alerts).ConfigureAwait(false);
            return new(await targets.ConfigureAwait(false), await alerts.ConfigureAwait(false), null);
        }
        catch (PrometheusException e)
        {
            return new([], [], e.Message);
        }
    }

    /// <summary>Adds a card for each target, and one for Observatory.</summary>
    public static void AddTargets(HtmlWriter page, Answer answer)
    {
        page.Add($"<ul class=\"home-cards\" id=\"home-targets\" data-live><li class=\"up\"><span class=\"dot\" aria-hidden=\"true\"></span>Observatory <small>up</small></li>");
        foreach (var target in answer.Targets.OrderBy(t => t.Health == "up").ThenBy(t => t.Job, StringComparer.Ordinal).ThenBy(t => t.Instance, StringComparer.Ordinal).Take(MaxTargets))
        {
            var state = target.Health switch { "up" => "up", "down" => "bad", _ => "unknown" };
            page.Add($"<li class=\"{state}\" title=\"{(target.LastError.Length > 0 ? Display.Cut(target.LastError, MaxText) : target.Instance)}\"><span class=\"dot\" aria-hidden=\"true\"></span>{Display.Cut(target.Job, MaxText)} <small>{Display.Cut(target.Instance, MaxText)} {target.Health}</small></li>");
        }

        page.Add($"</ul>");
        if (answer.Targets.Count > MaxTargets)
        {
            page.Add($"<p class=\"muted\">{MaxTargets} of {answer.Targets.Count} targets are shown.</p>");
        }

        if (answer.Error is { } error)
        {
            page.Add($"<p class=\"notice error\">{error}</p>");
        }
    }

    /// <summary>Adds how the system is: a word, the reason, and where to look.</summary>
    public void AddVerdict(HtmlWriter page, Answer answer)
    {
        var verdict = HomeVerdict.Of(answer);
        page.Add($"<p id=\"home-verdict\" class=\"verdict {verdict.State}\" data-live><strong>{verdict.Word}</strong>");
        if (verdict.Reason is { } reason)
        {
            page.Add($" <span>{Display.Cut(reason.Annotations.GetValueOrDefault("summary") is { Length: > 0 } summary ? summary : reason.Name, MaxText)}</span>");
            if (Board(reason.Annotations.GetValueOrDefault("dashboard_url")) is { } board)
            {
                page.Add($" <a href=\"{board}\">Where to look</a>");
            }
        }
        else if (verdict.State == "unknown")
        {
            page.Add($" <span>Prometheus says nothing of the system.</span>");
        }

        page.Add($"</p>");
    }

    /// <summary>Adds the alerts folded by name, the gravest first.</summary>
    public void AddAlerts(HtmlWriter page, Answer answer)
    {
        page.Add($"<div id=\"home-alerts\" data-live>");
        if (answer.Alerts.Count == 0 && answer.Error is null)
        {
            page.Add($"<p class=\"good\">No alert is pending or firing.</p>");
        }

        page.Add($"<ul class=\"alerts\">");
        List<IReadOnlyList<PrometheusAlert>> folded = [.. HomeVerdict.InOrder(answer.Alerts)];
        foreach (var alerts in folded.Take(MaxAlerts))
        {
            AddAlert(page, alerts[0], alerts.Count - 1);
        }

        page.Add($"</ul>");
        if (folded.Count > MaxAlerts)
        {
            page.Add($"<p class=\"muted\">{MaxAlerts} of {folded.Count} kinds of alerts are shown.</p>");
        }

        page.Add($"</div>");
    }

    private void AddAlert(HtmlWriter page, PrometheusAlert alert, int more)
    {
        page.Add($"<li><span class=\"badge {(alert.State == "firing" ? "error" : "warning")}\">{alert.State}</span><strong>{Display.Cut(alert.Name, MaxText)}</strong>");
        if (alert.Annotations.GetValueOrDefault("summary") is { Length: > 0 } summary)
        {
            page.Add($"<span>{Display.Cut(summary, MaxText)}</span>");
        }

        if (more > 0)
        {
            page.Add($"<small>and {more} more</small>");
        }

        if (alert.ActiveSince is { } since)
        {
            var nanos = (ulong)since.ToUnixTimeMilliseconds() * 1_000_000;
            page.Add($"<small>since <time datetime=\"{Display.Iso(nanos)}\">{Display.Time(nanos)[..19]} UTC</time></small>");
        }

        if (Board(alert.Annotations.GetValueOrDefault("dashboard_url")) is { } board)
        {
            page.Add($"<a href=\"{board}\">Panel</a>");
        }

        if (alert.Annotations.GetValueOrDefault("runbook_url") is { Length: > 0 } runbook)
        {
            if (Uri.TryCreate(runbook, UriKind.Absolute, out _) && new ChartLink(runbook, "") is { IsSafe: true } link)
            {
                page.Add($"<a href=\"{link.Href}\" rel=\"noreferrer\">Runbook</a>");
            }
            else
            {
                page.Add($"<small>runbook: {Display.Cut(runbook, MaxText)}</small>");
            }
        }

        page.Add($"</li>");
    }

    // Rules name the Grafana that they were written for; its boards are here.
    private string? Board(string? link)
    {
        var path = Uri.TryCreate(link, UriKind.Absolute, out var uri) ? uri.PathAndQuery : link;
        return path is not null && path.StartsWith("/d/", StringComparison.Ordinal) && library.Find(Uri.UnescapeDataString(path[3..].Split('/', '?')[0])) is not null ? path : null;
    }

    /// <summary>What Prometheus said, or why it said nothing.</summary>
    internal sealed record Answer(IReadOnlyList<PrometheusTarget> Targets, IReadOnlyList<PrometheusAlert> Alerts, string? Error);
}
