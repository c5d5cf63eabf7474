using System.Diagnostics;
using System.Net.Http.Json;

namespace GameDays;

/// <summary>The system in which something is let go wrong: where it answers, and what can be done to it.</summary>
/// <param name="home">The home page of Observatory.</param>
/// <param name="prometheus">Prometheus.</param>
/// <param name="alertmanager">Alertmanager.</param>
/// <param name="jaeger">Jaeger's API.</param>
/// <param name="gateway">The LLM gateway.</param>
/// <param name="engine">The workflow engine.</param>
/// <param name="orchestrator">The orchestrator.</param>
/// <param name="processId">The process of a resource.</param>
internal sealed class SystemUnderTest(
    Uri home, Uri prometheus, Uri alertmanager, Uri jaeger, Uri gateway, Uri engine, Uri orchestrator, Func<string, int> processId) : IDisposable
{
    private const long BallastBytes = 20L << 30;
    private readonly HttpClient _http = new()
    {
        Timeout = TimeSpan.FromSeconds(30),

        // As part of a trace that nobody records: what this program asks is no work of the system's.
        DefaultRequestHeaders = { { "traceparent", $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00" } },
    };

    public HomePage Home { get; } = new(home);

    public Prometheus Prometheus { get; } = new(prometheus);

    public Alertmanager Alertmanager { get; } = new(alertmanager);

    public Uri Jaeger => jaeger;

    public Uri Orchestrator => orchestrator;

    /// <summary>The price file that the engine reads; only of a system that this program started.</summary>
    public string? PriceFile { get; init; }

    /// <summary>A file in the directory of the store which, written, leaves too little room on the disk for it; only of a system that this program started.</summary>
    public string? Ballast { get; init; }

    /// <summary>Gives a provider or a model a fault, or all of them.</summary>
    public Task FaultAsync(string name, object fault) => PutAsync(new Uri(gateway, $"faults/{name}"), fault);

    /// <summary>Gives a step of a workflow a fault.</summary>
    public Task StepFaultAsync(string step, object fault) => PutAsync(new Uri(engine, $"faults/{step}"), fault);

    /// <summary>Takes all faults of models away.</summary>
    public Task ClearFaultsAsync() => DeleteAsync(new Uri(gateway, "faults"));

    /// <summary>Takes all faults of steps away.</summary>
    public Task ClearStepFaultsAsync() => DeleteAsync(new Uri(engine, "faults"));

    /// <summary>Starts so many workflows each second; null: as many as is configured.</summary>
    public Task TrafficAsync(double? workflowsPerSecond) => workflowsPerSecond is { } rate
        ? PutAsync(new Uri(orchestrator, "traffic"), new { workflowsPerSecond = rate })
        : DeleteAsync(new Uri(orchestrator, "traffic"));

    /// <summary>Starts no workflow, until it is called with false.</summary>
    public async Task PauseAsync(bool pause)
    {
        using var response = await _http.PostAsync(new Uri(orchestrator, pause ? "traffic/pause" : "traffic/resume"), content: null);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Lets a process hang, and go on again.</summary>
    public void Hang(string resource, bool hangs)
    {
        using var kill = Process.Start("kill", [hangs ? "-STOP" : "-CONT", $"{processId(resource)}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends a process as a crash would (kill -9); the AppHost starts it again.</summary>
    public void Kill(string resource)
    {
        using var process = Process.GetProcessById(processId(resource));
        process.Kill();
    }

    /// <summary>Leaves too little room on the disk of the store, and gives it back.</summary>
    /// <exception cref="NotSupportedException">This program has not started the system.</exception>
    public void FillDisk(bool full)
    {
        var ballast = Ballast ?? throw new NotSupportedException("The store's disk can be filled only of a system that this program has started.");
        if (!full)
        {
            File.Delete(ballast);
            return;
        }

        using var file = new FileStream(ballast, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = BallastBytes });
    }

    public void Dispose()
    {
        _http.Dispose();
        Home.Dispose();
        Prometheus.Dispose();
        Alertmanager.Dispose();
    }

    private async Task PutAsync(Uri address, object body)
    {
        using var response = await _http.PutAsJsonAsync(address, body);
        response.EnsureSuccessStatusCode();
    }

    private async Task DeleteAsync(Uri address)
    {
        using var response = await _http.DeleteAsync(address);
        response.EnsureSuccessStatusCode();
    }
}
