using System.Globalization;
using System.Text.RegularExpressions;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>The batch job, run as a person or a scheduler does, against a system that works.</summary>
[Collection(SharedSystem.Name)]
public sealed partial class ReportTests(SharedSystem shared)
{
    [Fact]
    public async Task The_report_tells_what_happened_and_Prometheus_has_what_it_pushed()
    {
        using var prometheus = shared.System.Prometheus();
        var before = DateTimeOffset.UtcNow;

        var output = await ReportProgram.RunAgainstAsync(shared.System);

        var written = double.Parse(Workflows().Match(output).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        Assert.True(written > 20, output);

        var since = before.ToUnixTimeMilliseconds() / 1000.0;
        await Eventually.UntilAsync(
            async () => await prometheus.ScalarAsync("tta_report_last_success_timestamp_seconds{job=\"tta-report\"}") >= since,
            TimeSpan.FromSeconds(120),
            "the pushed time of the report");
        Assert.Equal(written, Math.Round(await prometheus.ScalarAsync("tta_report_workflows{job=\"tta-report\"}") ?? 0));
        Assert.InRange(await prometheus.ScalarAsync("tta_report_success_ratio") ?? 0, 0.5, 1);
        Assert.True(await prometheus.ScalarAsync("tta_report_cost_dollars") > 0);
        Assert.Equal(300, await prometheus.ScalarAsync("tta_report_period_seconds"));
    }

    [Fact]
    public async Task Without_a_system_it_says_so_and_fails()
    {
        var (exitCode, _, error) = await ReportProgram.RunAsync("--prometheus", "http://127.0.0.1:1");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Prometheus at http://127.0.0.1:1/ cannot be reached", error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^workflows +(\d+)", RegexOptions.Multiline)]
    private static partial Regex Workflows();
}
