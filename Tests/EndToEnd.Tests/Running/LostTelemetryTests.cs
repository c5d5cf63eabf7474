using System.Diagnostics;
using System.Globalization;
using Tta.EndToEnd.Tests.Clients;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>Telemetry that was taken and is kept nowhere is one alert, whatever the reason, and no alert when the reason is gone.</summary>
public sealed class LostTelemetryTests
{
    private const string Alert = "TelemetryLost";

    // So much more than the store leaves alone is free at the start; the file that takes it is twice that.
    private const long RoomBytes = 1L << 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task A_full_disk_is_said_by_the_alert_and_by_home_until_there_is_room_again()
    {
        var free = new DriveInfo(Path.GetTempPath()).AvailableFreeSpace;
        await using var system = await ProcessSystem.StartAsync(new Dictionary<string, string>
        {
            ["observatory.OBSERVATORY__MINFREEDISKBYTES"] = Math.Max(free - RoomBytes, 0).ToString(CultureInfo.InvariantCulture),
        });
        ShortenedRules.Use(system);
        using var alertmanager = new AlertmanagerClient(system.GetEndpoint("alertmanager", "http"));
        using var home = new HttpClient { BaseAddress = system.GetEndpoint("grafana", "http") };
        Assert.Empty(await alertmanager.ActiveAsync(Alert));

        var ballast = Path.Combine(system.DataDirectory, "ballast");
        await using (new FileStream(
            ballast, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = 2 * RoomBytes, Options = FileOptions.DeleteOnClose }))
        {
            var traces = (await Eventually.GetAsync(
                async () => (await alertmanager.ActiveAsync(Alert)).Where(alert => alert.Labels["signal"] == "traces").ToList(),
                alerts => alerts.Count > 0, Patience, $"{Alert} of traces at the Alertmanager"))[0];
            Assert.Equal(("observatory", "critical"), (traces.Labels["backend"], traces.Labels["severity"]));
            await Eventually.UntilAsync(
                async () => (await home.GetStringAsync("/")).Contains("traces are refused or lost at observatory", StringComparison.Ordinal),
                Patience, "home says what is lost where");
        }

        await Eventually.GetAsync(() => alertmanager.ActiveAsync(Alert), alerts => alerts.Count == 0, Patience, $"no {Alert} once there is room");
    }

    [Fact]
    public async Task A_receiver_that_dies_again_and_again_is_one_alert_until_it_stays_alive()
    {
        await using var system = await ProcessSystem.StartAsync();
        ShortenedRules.Use(system);
        using var alertmanager = new AlertmanagerClient(system.GetEndpoint("alertmanager", "http"));

        // Who takes telemetry here is told by a series of its own, once that has been there.
        using var prometheus = system.Prometheus();
        await Eventually.GetAsync(() => prometheus.QueryAsync("observatory_trouble"), found => found.Count > 0, Patience, "Observatory's own series");

        // Each of its processes once: the number of a dead one may soon be another's.
        var killed = new HashSet<int>();
        var arrived = await Eventually.GetAsync(
            async () =>
            {
                if (system.ProcessIds.TryGetValue("observatory", out var id) && killed.Add(id))
                {
                    Kill(id);
                }

                return await alertmanager.ActiveAsync(Alert);
            },
            alerts => alerts.Count > 0, Patience, $"{Alert} at the Alertmanager");
        Assert.Equal(("all", "observatory"), (Assert.Single(arrived).Labels["signal"], arrived[0].Labels["backend"]));

        await Eventually.GetAsync(() => alertmanager.ActiveAsync(Alert), alerts => alerts.Count == 0, Patience, $"no {Alert} once it lives");
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            if (process.ProcessName == "Observatory")
            {
                process.Kill();
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
