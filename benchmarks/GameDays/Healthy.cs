using System.Diagnostics;

namespace GameDays;

/// <summary>Looks at the system while nothing is wrong: no alert pending or firing, no objective missed, a home page that says so.</summary>
internal sealed class Healthy(SystemUnderTest system, Figures figures)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    public async Task<bool> WatchAsync(TimeSpan time, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var said = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var looks = 0;
        for (; clock.Elapsed < time; looks++)
        {
            var verdict = await system.Home.ReadAsync();
            var wrong = (await system.Prometheus.AlertsAsync()).Distinct()
                .Concat((await system.Prometheus.QueryAsync("slo_compliance == 0")).Select(missed => $"objective {missed.Labels["slo"]} missed"))
                .Concat(verdict is { Word: "Healthy", Reason.Length: 0 } ? [] : [$"home: {verdict}"]);
            foreach (var one in wrong)
            {
                if (said.TryAdd(one, 0))
                {
                    figures.Note($"healthy +{clock.Elapsed.TotalSeconds:0} s: {one}");
                }

                said[one]++;
            }

            await Task.Delay(Pause, cancellation);
        }

        figures.Note($"healthy for {time.TotalMinutes:0} minutes, {looks} looks: "
            + (said.Count == 0 ? "no alert pending or firing, no objective missed, home says Healthy" : string.Join("; ", said.Select(one => $"{one.Key} ({one.Value} looks)"))));
        return said.Count == 0;
    }
}
