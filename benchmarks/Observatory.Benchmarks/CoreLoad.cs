using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Observatory.Hosting;
using Observatory.Storage;
using Observatory.Traces;
using Observatory.Traces.Otlp;
using Observatory.Traces.Store;

namespace Observatory.Benchmarks;

/// <summary>Decoding and storing alone, on one thread and without a network: what a span costs before HTTP.</summary>
internal static class CoreLoad
{
    private const int Requests = 2_000;

    /// <summary>Measures.</summary>
    public static int Run()
    {
        var data = Directory.CreateTempSubdirectory("observatory-core-").FullName;
        try
        {
            var template = new SpanTemplate("core");
            var staged = new StagedRequest();
            Measure("decode and hash", number =>
            {
                template.Number(number);
                staged.Clear();
                TraceDecoder.Stage(template.Bytes, staged);
            });
            var limits = new StoreLimits(TimeSpan.FromDays(7), long.MaxValue, 0, int.MaxValue, 50_000);
            using (var store = NewStore(data, limits))
            {
                var consumer = new TraceConsumer(store);
                Measure("decode, index and write", number =>
                {
                    template.Number(number);
                    consumer.Consume(template.Bytes);
                });
            }

            using (var store = NewStore(data, limits))
            {
                var replay = new TraceReplay(store, NullLogger<TraceReplay>.Instance);
                replay.Run(default);
                Console.WriteLine($"{"replay",-28} {replay.Seconds * 1e6 / store.Size.Spans,6:0.00} µs for a span");
            }

            return 0;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static TraceStore NewStore(string data, StoreLimits limits)
    {
        var troubles = new Troubles(new(), TimeProvider.System, NullLogger<Troubles>.Instance);
        return new(data, limits, TimeProvider.System, new("traces", data, 0, Disk.Real, troubles), _ => { });
    }

    private static void Measure(string what, Action<long> request)
    {
        for (var number = 0L; number < 200; number++)
        {
            request(number);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        for (var number = 200L; number < Requests; number++)
        {
            request(number);
        }

        var spans = (Requests - 200) * (double)SpanTemplate.Spans;
        var micros = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine($"{what,-28} {micros / spans,6:0.00} µs and {allocated / spans,5:0} B allocated for a span");
    }
}
