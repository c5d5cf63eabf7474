using Microsoft.Extensions.Logging.Abstractions;
using Observatory.Hosting;
using Observatory.Otlp;
using Observatory.Storage;
using Observatory.Traces;
using Observatory.Traces.Otlp;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Tta.Observatory.Tests.Metrics.Support;

namespace Tta.Observatory.Tests.Support;

/// <summary>A trace store without a host.</summary>
internal sealed class TestStore : IDisposable
{
    public static readonly StoreLimits NoLimits = new(TimeSpan.FromDays(7), long.MaxValue, 0, 1_000_000, 50_000);

    private readonly TraceConsumer _consumer;

    public TestStore(string directory, StoreLimits? limits = null, TimeProvider? time = null, Disk? disk = null)
    {
        time ??= new ManualTime();
        limits ??= NoLimits;
        Troubles = new(new(), time, NullLogger<Troubles>.Instance);
        var gate = new WriteGate("traces", directory, limits.MinFreeDiskBytes, disk ?? Disk.Real, Troubles);
        Store = new(directory, limits, time, gate, why => Broken = why, disk);
        Replay = new(Store, NullLogger<TraceReplay>.Instance);
        Replay.Run(default);
        _consumer = new(Store);
        Reader = new(Store, limits);
    }

    public TraceStore Store { get; }

    public Troubles Troubles { get; }

    public string? Broken { get; private set; }

    public TraceReplay Replay { get; }

    public TraceReader Reader { get; }

    public OtlpOutcome Send(params IEnumerable<TestSpan> spans) => _consumer.Consume(TestSpan.Request(spans));

    public OtlpOutcome Send(byte[] request) => _consumer.Consume(request);

    /// <summary>Seals everything that is stored.</summary>
    public void Seal()
    {
        using var sealer = new PartSealer();
        while (Store.SealNext(sealer, also: true))
        {
        }
    }

    public List<UInt128> Find(TraceQuery query) => TraceSearch.Run(Store, query, default);

    public void Dispose() => Store.Dispose();
}
