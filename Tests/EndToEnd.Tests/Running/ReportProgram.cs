using System.Diagnostics;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>Runs the batch job as a person or a scheduler does.</summary>
internal static class ReportProgram
{
    /// <summary>Reports on a system's last five minutes, as soon as there is something to report; returns what was written.</summary>
    public static async Task<string> RunAgainstAsync(AspireSystem system)
    {
        using var prometheus = system.Prometheus();
        await Eventually.UntilAsync(
            async () => await prometheus.ScalarAsync("sum(increase(tta_workflow_executions_total[5m]))") > 20 && await prometheus.ScalarAsync("sum(increase(tta_llm_cost_dollars_total[5m]))") > 0,
            TimeSpan.FromSeconds(120),
            "twenty workflows that cost something");
        var (exitCode, output, error) = await RunAsync(
            "--period", "5m",
            "--prometheus", system.GetEndpoint("prometheus", "http").ToString(),
            "--pushgateway", system.GetEndpoint("pushgateway", "http").ToString());
        Assert.True(exitCode == 0, error);
        return output;
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] options)
    {
        var program = Path.Combine(Repository.Root, "DemoWorkers", "bin", Repository.Configuration, "net10.0", "DemoWorkers.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--role", "report", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }
}
