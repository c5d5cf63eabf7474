using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Tta.Observatory.Tests.Metrics.Support;

/// <summary>A real Prometheus that scrapes every second, on a free port.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private readonly Process _process;
    private readonly HttpClient _http;

    public PrometheusServer(params (string Job, Uri Target)[] targets)
    {
        var jobs = targets.Select(target => $"- {{job_name: {target.Job}, honor_labels: true, static_configs: [{{targets: ['{target.Target.Authority}']}}]}}");
        File.WriteAllText(
            Path.Combine(_directory.Path, "prometheus.yml"),
            $"global: {{scrape_interval: 1s, scrape_timeout: 1s}}\nscrape_configs:\n{string.Join('\n', jobs)}\n");
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort()}");
        _process = Tool.Start(new ProcessStartInfo(
            "prometheus",
            [
                $"--config.file={_directory.Path}/prometheus.yml",
                $"--storage.tsdb.path={_directory.Path}/data",
                $"--web.listen-address={address}",
                "--enable-feature=exemplar-storage",
            ]));
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _http = new HttpClient { BaseAddress = new Uri("http://" + address) };
    }

    /// <summary>Asks until the answer is as wanted, or fails with the last one.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var last = "no answer";
        while (true)
        {
            Assert.False(_process.HasExited, $"prometheus ended with code {(_process.HasExited ? _process.ExitCode : 0)}");
            try
            {
                var answer = await _http.GetFromJsonAsync<JsonElement>(path, deadline.Token);
                last = answer.GetRawText();
                var data = answer.GetProperty("data");
                if (wanted(data))
                {
                    return data;
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{path} did not become what was wanted; the last answer: {last}");
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>The value of an instant query that gives one series, once it gives it.</summary>
    public async Task<(double Value, JsonElement Labels)> QueryAsync(string query)
    {
        var data = await UntilAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", data => data.GetProperty("result").GetArrayLength() > 0);
        var series = Assert.Single(data.GetProperty("result").EnumerateArray());
        return (double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture), series.GetProperty("metric"));
    }

    // One that was free a moment ago: Prometheus does not say which it was given.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
    }
}
