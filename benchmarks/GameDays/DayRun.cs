using System.Diagnostics;

namespace GameDays;

/// <summary>Holds one day: injects, watches, clears, and watches until all is well again.</summary>
internal sealed class DayRun(SystemUnderTest system, Figures figures)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    // So long the alerts that come with the first one are waited for.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(3);

    public async Task<DayResult> HoldAsync(GameDay day, CancellationToken cancellation)
    {
        var result = new DayResult(day);
        figures.Note($"{day.What}: injected");
        var clock = Stopwatch.StartNew();
        await day.Inject(system);
        try
        {
            await WatchAsync(day, result, clock, cancellation);
        }
        finally
        {
            await day.Clear(system);
        }

        figures.Note($"{day.What}: cleared");
        await RecoverAsync(result, cancellation);
        figures.Write(DayResult.Heading);
        figures.Write(result.Row);
        return result;
    }

    private async Task WatchAsync(GameDay day, DayResult result, Stopwatch clock, CancellationToken cancellation)
    {
        var last = "";
        var deadline = day.Lasts ?? day.FiresWithin + TimeSpan.FromSeconds(30);
        while (clock.Elapsed < deadline && !(day.Lasts is null && result.Fired + Aftermath < clock.Elapsed))
        {
            var verdict = await system.Home.ReadAsync();
            if (verdict.ToString() is var says && says != last)
            {
                figures.Note($"{day.Name} +{clock.Elapsed.TotalSeconds:0} s home: {last = says}");
            }

            if (verdict.Word != "Healthy")
            {
                result.Noticed ??= clock.Elapsed;
            }

            if (day.Cause.IsMatch(verdict.ToString()))
            {
                if (result.Named is null)
                {
                    (result.Named, result.Said) = (clock.Elapsed, verdict.ToString());
                }

                result.PanelShows |= verdict.Link is { } link && day.Panel.IsMatch(await system.Home.FollowAsync(link));
            }

            await CountAsync(day, result, clock, cancellation);
            await Task.Delay(Pause, cancellation);
        }

        if (result.Said.Length == 0)
        {
            result.Said = $"({last})";
        }
    }

    private async Task<bool> CountAsync(GameDay day, DayResult result, Stopwatch? clock, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var alerts = await system.Alertmanager.AlertsAsync();
        var told = alerts.Where(alert => !alert.Suppressed).ToList();
        result.Alerts = Math.Max(result.Alerts, told.Count);
        result.Suppressed = Math.Max(result.Suppressed, alerts.Count - told.Count);
        foreach (var alert in told.Where(alert => result.Names.Add(alert.Name)))
        {
            figures.Note($"{day.Name} Alertmanager: {alert.Name} {string.Join(' ', alert.Labels.Where(label => label.Key is not ("alertname" or "severity")))}");
        }

        if (clock is not null && told.Any(alert => alert.Name == day.Alert && Names(day, alert)))
        {
            result.Fired ??= clock.Elapsed;
        }

        return alerts.Count == 0;
    }

    private static bool Names(GameDay day, ReceivedAlert alert) =>
        day.Label?.Split('=', 2) is not [var name, var value] || alert.Labels.GetValueOrDefault(name) == value;

    private async Task RecoverAsync(DayResult result, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Criteria.ResolvedWithin + TimeSpan.FromSeconds(60))
        {
            // What is counted here still belongs to this day.
            if (await CountAsync(result.Day, result, null, cancellation))
            {
                result.Resolved = clock.Elapsed;
                break;
            }

            await Task.Delay(Pause, cancellation);
        }

        while (clock.Elapsed < Criteria.ResolvedWithin + Settling && (await system.Prometheus.AlertsAsync()).Count > 0)
        {
            await Task.Delay(Pause, cancellation);
        }
    }
}
