using Microsoft.Extensions.DependencyInjection;
using Observatory.Agents.Prices;
using Observatory.Agents.Runs;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Agents.Support;

/// <summary>What frameworks sent, taken by an Observatory as it takes everything: one request over HTTP for each.</summary>
public sealed class Recordings : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();

    /// <summary>Where the recordings are.</summary>
    public static string Folder { get; } = Repository.PathOf("Tests/Observatory.Tests/Agents/Recordings");

    internal TestObservatory Observatory { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Observatory = await TestObservatory.StartAsync(_data.Path);
        foreach (var file in Directory.GetFiles(Folder, "*.traces.pb"))
        {
            using var response = await Observatory.ExportAsync(await File.ReadAllBytesAsync(file));
            response.EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Observatory.DisposeAsync();
        _data.Dispose();
    }

    internal AgentTrace Read(UInt128 trace, PriceList? prices = null) =>
        AgentTrace.Read(new(Observatory.Services.GetRequiredService<TraceReader>().Read(trace)!), prices ?? PriceList.Empty);

    /// <summary>Every trace of every recording.</summary>
    internal IEnumerable<AgentTrace> All() =>
        TraceSearch.Run(Observatory.Services.GetRequiredService<TraceStore>(), new() { Limit = TraceQuery.MaxLimit }, default).Select(t => Read(t));
}
