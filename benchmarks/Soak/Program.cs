using System.Globalization;
using GameDays;
using Soak;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
SoakOptions options;
Clocks? jumping;
try
{
    options = SoakOptions.Parse(args);
    jumping = options.JumpingClocks.Count > 0 ? new Clocks(options.JumpingClocks, options.FakeTime) : null;
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message}\n{SoakOptions.Usage}");
    return 2;
}

using var clocks = jumping;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var figures = new Figures(options.File);
try
{
    await using var started = await StartedSystem.StartAsync(
        stop.Token,
        [
            ("tta-agent-orchestrator", "Demo__WorkflowsPerSecond", $"{options.WorkflowsPerSecond}"),
            ("tta-agent-orchestrator", "Demo__MaxConcurrency", "400"),
            ("tta-llm-gateway", "Demo__LatencyScale", $"{options.LatencyScale}"),

            // Of what the store lets go by its bounds nothing could be counted.
            ("observatory", "OBSERVATORY__MAXSPANS", "50000000"),
            ("observatory", "OBSERVATORY__MAXDISKBYTES", $"{64L << 30}"),

            // Without the resource's own name of an instance each process has one: what it counted last is seen beside what its successor counts.
            .. SoakRun.Services.Select(service => (service, "OTEL_RESOURCE_ATTRIBUTES", "soak=true")),
            .. SoakRun.Services.Where(_ => options.SpoolMegabytes is not null)
                .Select(service => (service, "Telemetry__SpoolMegabytes", $"{options.SpoolMegabytes}")),
            .. clocks?.Settings ?? [],
        ]);
    using var system = started.Describe();
    figures.Note("the system is healthy");
    return await new SoakRun(started, system, options, clocks, figures).RunAsync(stop.Token) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 1;
}
