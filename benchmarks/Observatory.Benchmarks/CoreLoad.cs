using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Observatory.Hosting;
using Observatory.SpanMetrics;
using Observatory.Storage;
using Observatory.Traces;
using Observatory.Traces.Otlp;
using Observatory.Traces.Store;

namespace Observatory.Benchmarks;

/// <summary>Decoding and storing alone, on one thread and without a network: what a span costs before HTTP.</summary>
internal static class CoreLoad
{
    private const int Requests = 2_000;

    /// <summary>Measures what each step costs.</summary>
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

    /// <summary>
    /// Measures what deriving metrics adds to decoding, indexing and writing: with and without in turns, so that whatever else the machine does
    /// hits both. In processor time of the thread.
    /// </summary>
    public static int RunDerived()
    {
        const int rounds = 24;
        const int each = 100;
        var data = Directory.CreateTempSubdirectory("observatory-derived-").FullName;
        try
        {
            var limits = new StoreLimits(TimeSpan.FromDays(7), long.MaxValue, 0, int.MaxValue, 50_000);
            using var plainStore = NewStore(Directory.CreateDirectory(Path.Combine(data, "plain")).FullName, limits);
            using var derivedStore = NewStore(Directory.CreateDirectory(Path.Combine(data, "derived")).FullName, limits);
            var recorder = new SpanMetricsRecorder(new(), new(new(), TimeProvider.System), TimeProvider.System);
            var plain = new TraceConsumer(plainStore);
            var derived = new TraceConsumer(derivedStore, recorder);
            var template = SpanTemplate.OfCalls();
            var ratios = new List<double>();
            double Time(TraceConsumer consumer, int round)
            {
                var began = ThreadTime.Micros;
                for (var i = 0; i < each; i++)
                {
                    template.Number((round * each) + i);
                    consumer.Consume(template.Bytes);
                }

                return (ThreadTime.Micros - began) / each / SpanTemplate.Spans;
            }

            for (var round = 0; round < rounds; round++)
            {
                var (without, with) = round % 2 == 0 ? (Time(plain, round), Time(derived, round)) : (0, 0);
                if (round % 2 == 1)
                {
                    with = Time(derived, round);
                    without = Time(plain, round);
                }

                recorder.Maintain();
                // The first rounds are the just-in-time compiler's.
                if (round >= 4)
                {
                    ratios.Add(with / without);
                    Console.WriteLine($"{without,6:0.00} µs for a span stored, {with,6:0.00} µs with metrics derived: {with / without - 1,6:+0.0%;-0.0%}");
                }
            }

            ratios.Sort();
            Console.WriteLine($"median of the thread's processor time {ratios[ratios.Count / 2] - 1:+0.0%;-0.0%}");
            DerivedAlone(template);
            var scrape = Stopwatch.GetTimestamp();
            recorder.Produce();
            Console.WriteLine($"handing all series to the metrics page: {Stopwatch.GetElapsedTime(scrape).TotalMilliseconds:0.0} ms");
            return 0;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static void DerivedAlone(SpanTemplate template)
    {
        var staged = new StagedRequest();
        var operations = new SpanMetricsConnector(new(), TimeProvider.System);
        var calls = new ServiceGraphConnector(new(), TimeProvider.System);
        var (operationsTime, callsTime) = (0.0, 0.0);
        for (var number = 0; number < Requests; number++)
        {
            template.Number(number);
            staged.Clear();
            TraceDecoder.Stage(template.Bytes, staged);
            foreach (ref var span in CollectionsMarshal.AsSpan(staged.Spans))
            {
                span.IsStored = true;
            }

            var began = ThreadTime.Micros;
            operations.Record(template.Bytes, staged);
            var between = ThreadTime.Micros;
            calls.Record(template.Bytes, staged);
            if (number >= 200)
            {
                operationsTime += between - began;
                callsTime += ThreadTime.Micros - between;
            }
        }

        var spans = (Requests - 200) * (double)SpanTemplate.Spans;
        Console.WriteLine($"of that, rate, errors and duration {operationsTime / spans:0.000} µs, who calls whom {callsTime / spans:0.000} µs for a span");
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
