using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Observatory.Benchmarks;

/// <summary>Observatory as a process of its own, on free ports.</summary>
internal sealed class ObservatoryProcess : IDisposable
{
    private static readonly string[] Names = ["HTTP", "OTLPHTTP", "OTLPGRPC", "JAEGER", "METRICS", "SELFMETRICS"];
    private readonly Process _process;
    private readonly Dictionary<string, Uri> _addresses;
    private readonly HttpClient _http = new();

    private ObservatoryProcess(Process process, Dictionary<string, Uri> addresses)
    {
        _process = process;
        _addresses = addresses;
    }

    /// <summary>Where OTLP/HTTP is taken.</summary>
    public Uri Otlp => new(_addresses["OTLPHTTP"], "/v1/traces");

    /// <summary>Where Prometheus scrapes.</summary>
    public Uri Metrics => new(_addresses["METRICS"], "/metrics");

    /// <summary>Where the tools answer.</summary>
    public Uri Mcp => new(_addresses["HTTP"], "/mcp");

    /// <summary>Where the Jaeger API answers.</summary>
    public Uri Jaeger => _addresses["JAEGER"];

    /// <summary>Starts it and waits until it is healthy.</summary>
    /// <returns>The process, and how long that took.</returns>
    public static async Task<(ObservatoryProcess Process, TimeSpan Ready)> StartAsync(string data, bool spanMetrics = true)
    {
        var addresses = Names.ToDictionary(n => n, _ => FreeAddress());
        var start = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "Observatory.dll")) { UseShellExecute = false };
        foreach (var (name, address) in addresses)
        {
            start.Environment["OBSERVATORY__" + name] = address.AbsoluteUri;
        }

        start.Environment["OBSERVATORY__DATA"] = data;
        start.Environment["OBSERVATORY__SPANMETRICS"] = spanMetrics ? "true" : "false";
        var began = Stopwatch.GetTimestamp();
        var observatory = new ObservatoryProcess(Process.Start(start)!, addresses);
        while (!await observatory.IsHealthyAsync())
        {
            if (observatory._process.HasExited)
            {
                throw new InvalidOperationException("Observatory ended before it was healthy");
            }

            await Task.Delay(10);
        }

        return (observatory, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Bytes of memory that it holds, as the operating system counts.</summary>
    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    /// <summary>Seconds of processor time that it has used.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Reads its own metrics: the sum of the series of a name.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var text = await _http.GetStringAsync(new Uri(_addresses["SELFMETRICS"], "/metrics"));
        return text.Split('\n')
            .Where(l => l.StartsWith(name, StringComparison.Ordinal) && l[name.Length] is ' ' or '{')
            .Sum(l => double.Parse(l.AsSpan(l.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it without warning, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _http.Dispose();
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(_addresses["HTTP"], "/health"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
