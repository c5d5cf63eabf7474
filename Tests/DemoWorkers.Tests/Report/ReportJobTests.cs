using System.Globalization;
using System.Text.RegularExpressions;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.DemoWorkers.Tests.Report;

public sealed class ReportJobTests
{
    [Fact]
    public async Task The_report_is_written_down_and_pushed()
    {
        await using var backends = await StubBackends.StartAsync(query =>
            query.Contains("failed", StringComparison.Ordinal) ? "3" : query.Contains("workflow", StringComparison.Ordinal) ? "200"
            : query.Contains("cost", StringComparison.Ordinal) ? "1.25" : query.Contains("savings", StringComparison.Ordinal) ? "0.5" : "7");

        var (exitCode, output, error) = await RunAsync("--prometheus", backends.Url, "--pushgateway", backends.Url, "--period", "15m");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("The last 15 min until ", output, StringComparison.Ordinal);
        Assert.Contains("workflows        200, 3 of them failed (98.5 % succeeded)", output, StringComparison.Ordinal);
        Assert.Contains("cost             $1.2500, and 7 calls of unknown cost", output, StringComparison.Ordinal);
        Assert.Contains("saved by caches  $0.5000", output, StringComparison.Ordinal);
        Assert.All(backends.Queries, query => Assert.Contains("[900s]", query, StringComparison.Ordinal));
        var (path, pushed) = Assert.Single(backends.Pushed);
        Assert.Equal("/metrics/job/tta-report", path);
        Assert.Equal(200, ValueOf(pushed, "tta_report_workflows"));
        Assert.Equal(3, ValueOf(pushed, "tta_report_failed_workflows"));
        Assert.Equal(0.985, ValueOf(pushed, "tta_report_success_ratio"));
        Assert.Equal(1.25, ValueOf(pushed, "tta_report_cost_dollars"));
        Assert.Equal(0.5, ValueOf(pushed, "tta_report_savings_dollars"));
        Assert.Equal(7, ValueOf(pushed, "tta_report_unpriced_calls"));
        Assert.Equal(900, ValueOf(pushed, "tta_report_period_seconds"));
        Assert.InRange(ValueOf(pushed, "tta_report_duration_seconds"), 0, 60);
        Assert.InRange(ValueOf(pushed, "tta_report_last_success_timestamp_seconds"), 1_700_000_000, 10_000_000_000);
    }

    [Fact]
    public async Task Nothing_done_is_a_report_without_a_ratio()
    {
        await using var backends = await StubBackends.StartAsync(_ => "0");

        var (exitCode, output, _) = await RunAsync("--prometheus", backends.Url, "--pushgateway", backends.Url);

        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?m)^workflows        0\r?$", output);
        Assert.DoesNotContain("success_ratio", Assert.Single(backends.Pushed).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unknown option '--perod'", "--perod", "1h")]
    [InlineData("--period has no value", "--period")]
    [InlineData("--period is 'soon'", "--period", "soon")]
    [InlineData("--period is '31d'", "--period", "31d")]
    [InlineData("--period is '1s'", "--period", "1s")]
    [InlineData("--period is '-5m'", "--period", "-5m")]
    [InlineData("--period is '1h]) or vector(1'", "--period", "1h]) or vector(1")]
    [InlineData("--prometheus is 'localhost'", "--prometheus", "localhost")]
    [InlineData("--pushgateway is 'ftp://x'", "--pushgateway", "ftp://x")]
    public async Task What_cannot_be_used_is_one_line_and_exit_code_2(string said, params string[] args)
    {
        var (exitCode, output, error) = await RunAsync(args);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith(said, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Who_does_not_answer_is_named_in_one_line_and_the_exit_code_is_1()
    {
        await using var backends = await StubBackends.StartAsync(_ => "1");
        var nobody = $"http://127.0.0.1:{OtlpCollector.FreePort()}";

        var (withoutPrometheus, _, prometheusError) = await RunAsync("--prometheus", nobody, "--pushgateway", backends.Url);
        var (withoutGateway, report, gatewayError) = await RunAsync("--prometheus", backends.Url, "--pushgateway", nobody);

        Assert.Equal((1, 1), (withoutPrometheus, withoutGateway));
        Assert.StartsWith($"Prometheus at {nobody}/ cannot be reached (ConnectionRefused).", prometheusError, StringComparison.Ordinal);
        Assert.StartsWith($"The Pushgateway at {nobody}/ cannot be reached (ConnectionRefused).", gatewayError, StringComparison.Ordinal);
        Assert.All((string[])[prometheusError, gatewayError], error => Assert.Single(error.TrimEnd().Split('\n')));
        Assert.Contains("workflows", report, StringComparison.Ordinal);
        Assert.Empty(backends.Pushed);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"data":{"result":[]}}""")]
    [InlineData("<html>")]
    public async Task Who_is_not_Prometheus_is_told(string answer)
    {
        await using var backends = await StubBackends.StartAsync(_ => "1", answer);

        var (exitCode, _, error) = await RunAsync("--prometheus", backends.Url, "--pushgateway", backends.Url);

        Assert.Equal(1, exitCode);
        Assert.Equal($"What answers at {backends.Url}/ is not Prometheus. Does --prometheus name the right address?", error.TrimEnd());
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await Worker.RunAsync(["--role", "report", .. args], output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    private static double ValueOf(string metrics, string name) => double.Parse(
        Regex.Match(metrics, $@"(?m)^{name} (\S+)$").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
}
