using System.Globalization;
using GameDays;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Options options;
try
{
    options = Options.Parse(args);
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message}\n{Options.Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var figures = new Figures(options.File);
await using var started = options.Addresses.Count == 0 ? await StartedSystem.StartAsync(stop.Token) : null;
using var system = started?.Describe() ?? Running(options);
figures.Note("the system is healthy");
try
{
    var well = await new Healthy(system, figures).WatchAsync(TimeSpan.FromMinutes(options.HealthyMinutes), stop.Token);
    using (var agreement = new Agreement(system, figures))
    {
        await agreement.CompareLatenciesAsync();
        await agreement.CompareMoneyAsync(stop.Token);
    }

    List<DayResult> results = [];
    foreach (var day in options.Days)
    {
        results.Add(await new DayRun(system, figures).HoldAsync(day, stop.Token));
    }

    figures.Write("");
    figures.Write(DayResult.Heading);
    results.ForEach(result => figures.Write(result.Row));
    return well && results.All(result => result.Passed) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 1;
}

static SystemUnderTest Running(Options options)
{
    var at = options.Addresses;
    return new(
        at["home"], at["prometheus"], at["alertmanager"], at["jaeger"], at["gateway"], at["engine"], at["orchestrator"],
        resource => options.ProcessIds.TryGetValue(resource, out var pid)
            ? pid
            : throw new NotSupportedException($"--pid {resource}=… says which process is to hang."));
}
