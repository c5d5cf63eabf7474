using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Observatory.Benchmarks;

/// <summary>A recording grown to as many spans as wanted: taken, searched, and there again after kills.</summary>
internal static class RecordedRun
{
    private static readonly MediaTypeHeaderValue Protobuf = new("application/x-protobuf");

    /// <summary>Runs.</summary>
    /// <param name="path">The recording: see <see cref="RecordedLoad"/>.</param>
    /// <param name="spans">Spans to send, about.</param>
    /// <param name="senders">Connections.</param>
    /// <param name="kills">How often it is killed and started again.</param>
    public static async Task<int> RunAsync(string path, long spans, int senders, int kills)
    {
        var load = new RecordedLoad(path);
        var copies = Math.Max(1, spans / load.Spans);
        // All of it in six days, whatever there is of it.
        var spread = TimeSpan.FromDays(6) / copies;
        var data = Directory.CreateTempSubdirectory("observatory-recorded-").FullName;
        ObservatoryProcess? observatory = null;
        try
        {
            (observatory, _) = await ObservatoryProcess.StartAsync(data);
            var traces = new ConcurrentBag<string>();
            var (sent, time, slowest) = await SendAsync(observatory, load, copies, spread, senders, traces);
            var stored = await observatory.MetricAsync("observatory_spans_stored");
            var duplicates = await observatory.MetricAsync("observatory_spans_duplicate_total");
            Console.WriteLine($"ingest: {sent} spans in {time.TotalSeconds:0.0} s = {sent / time.TotalSeconds:0} spans/s; slowest request {slowest:0} ms; stored {stored}, duplicates {duplicates}: {(stored + duplicates == sent ? "nothing lost" : "LOST")}");
            Console.WriteLine($"{observatory.ProcessorTime().TotalSeconds * 1e6 / sent:0.0} µs of processor time for a span, sealing included; {observatory.ResidentBytes() / 1e6:0} MB resident");
            await SealedAsync(observatory);
            Console.WriteLine($"sealed: disk {await observatory.MetricAsync("observatory_trace_disk_bytes") / sent:0.0} B for a span, {await observatory.MetricAsync("observatory_spans_sealed")} spans sealed, {await observatory.MetricAsync("observatory_trace_segments")} files, {observatory.ResidentBytes() / 1e6:0} MB resident");
            await MeasureAsync(observatory, [.. traces]);
            Console.WriteLine($"after the searches: {observatory.ResidentBytes() / 1e6:0} MB resident");
            for (var i = 0; i < kills; i++)
            {
                await observatory.KillAsync();
                observatory.Dispose();
                (observatory, var ready) = await ObservatoryProcess.StartAsync(data);
                Console.WriteLine($"killed: answers after {ready.TotalSeconds:0.00} s, of which reading {await observatory.MetricAsync("observatory_trace_replay_seconds"):0.000} s; {await observatory.MetricAsync("observatory_spans_stored")} spans, {observatory.ResidentBytes() / 1e6:0} MB resident");
            }

            return 0;
        }
        finally
        {
            observatory?.Dispose();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<(long Spans, TimeSpan Time, double Slowest)> SendAsync(
        ObservatoryProcess observatory, RecordedLoad load, long copies, TimeSpan spread, int senders, ConcurrentBag<string> traces)
    {
        var (next, spans, slowest) = (0L, 0L, 0.0);
        using var http = new HttpClient();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            var body = new byte[4 * 1024 * 1024];
            for (long number; (number = Interlocked.Increment(ref next) - 1) < copies * load.Requests;)
            {
                var (length, count) = load.Write(number, copies, spread, body);
                if (number % 97 == 0)
                {
                    traces.Add(RecordedLoad.TraceIdOf(body.AsSpan(0, length)));
                }

                var sent = Stopwatch.GetTimestamp();
                await SendAsync(http, observatory.Otlp, body, length);
                slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                Interlocked.Add(ref spans, count);
            }
        })));
        return (spans, Stopwatch.GetElapsedTime(began), slowest);
    }

    private static async Task SendAsync(HttpClient http, Uri receiver, byte[] body, int length)
    {
        while (true)
        {
            using var content = new ByteArrayContent(body, 0, length);
            content.Headers.ContentType = Protobuf;
            using var response = await http.PostAsync(receiver, content);
            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            {
                response.EnsureSuccessStatusCode();
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static async Task SealedAsync(ObservatoryProcess observatory)
    {
        // Two questions with the same answer: nothing is being sealed or merged any more.
        for (var (before, now) = (-1.0, 0.0); before != now; await Task.Delay(TimeSpan.FromSeconds(5)))
        {
            (before, now) = (now, await observatory.MetricAsync("observatory_trace_disk_bytes"));
        }
    }

    private static async Task MeasureAsync(ObservatoryProcess observatory, string[] traces)
    {
        using var http = new HttpClient();
        var latencies = new Latencies(http, observatory.Jaeger);
        var random = new Random(1);
        await latencies.MeasureAsync("trace by id", 300, _ => $"/api/traces/{traces[random.Next(traces.Length)]}");
        var services = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri(observatory.Jaeger, "/api/services"))).RootElement.GetProperty("data");
        var service = services[0].GetString();
        foreach (var (what, lookback) in ((string, string)[])[("an hour", "1h"), ("the week", "7d")])
        {
            var end = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            var from = $"&limit=20&end={end}000&start={end - (lookback == "1h" ? 3_600_000L : 604_800_000L)}000";
            await latencies.MeasureAsync($"search, {what}: service", 50, _ => $"/api/traces?service={service}{from}");
            await latencies.MeasureAsync($"search, {what}: errors", 50, _ => $"/api/traces?service={service}&tag=error:true{from}");
            await latencies.MeasureAsync($"search, {what}: a tag", 50, _ => $"/api/traces?service={service}&tag=execution.status:success{from}");
            await latencies.MeasureAsync($"search, {what}: a tag that is nowhere", 50, i => $"/api/traces?service={service}&tag=workflow.name:none-{i}{from}");
            await latencies.MeasureAsync($"search, {what}: 5 s or longer", 50, _ => $"/api/traces?service={service}&minDuration=5s{from}");
        }
    }
}
