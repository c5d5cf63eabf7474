using System.Globalization;

namespace GameDays;

/// <summary>What the program is told on its command line.</summary>
/// <param name="Days">The days to hold.</param>
/// <param name="HealthyMinutes">How long the healthy system is watched before.</param>
/// <param name="File">Where figures are written besides the console.</param>
/// <param name="Addresses">Where a running system answers, by option; empty where one is to be started.</param>
/// <param name="ProcessIds">Processes of a running system, by resource.</param>
internal sealed record Options(
    IReadOnlyList<GameDay> Days, double HealthyMinutes, string? File, IReadOnlyDictionary<string, Uri> Addresses, IReadOnlyDictionary<string, int> ProcessIds)
{
    public static readonly string[] Places = ["home", "prometheus", "alertmanager", "jaeger", "gateway", "engine", "orchestrator"];

    public static readonly string Usage = $"""
        GameDays [--days NAME,…] [--healthy MINUTES] [--out FILE]        starts a system of its own
        GameDays --home URL --prometheus URL --alertmanager URL --jaeger URL --gateway URL --engine URL --orchestrator URL [--pid RESOURCE=PID]…
                                                                        holds them in a system that runs
        Days: {string.Join(", ", GameDays.Days.All.Select(day => day.Name))}.
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It cannot be used; the message says why.</exception>
    public static Options Parse(string[] args)
    {
        var days = GameDays.Days.All;
        double healthy = 10;
        string? file = null;
        Dictionary<string, Uri> addresses = [];
        Dictionary<string, int> processes = [];
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} wants a value.");
            switch (args[i])
            {
                case "--days":
                    days = [.. value.Split(',').Select(name => GameDays.Days.All.FirstOrDefault(day => day.Name == name) ?? throw new FormatException($"There is no day {name}."))];
                    break;
                case "--healthy":
                    healthy = double.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "--out":
                    file = value;
                    break;
                case "--pid" when value.Split('=') is [var resource, var pid]:
                    processes[resource] = int.Parse(pid, CultureInfo.InvariantCulture);
                    break;
                case ['-', '-', .. var place] when Places.Contains(place):
                    addresses[place] = new Uri(value);
                    break;
                default:
                    throw new FormatException($"{args[i]} {value} is not known.");
            }
        }

        return addresses.Count is 0 || Places.All(addresses.ContainsKey)
            ? new(days, healthy, file, addresses, processes)
            : throw new FormatException($"Of a running system all are wanted: {string.Join(' ', Places.Select(place => $"--{place}"))}.");
    }
}
