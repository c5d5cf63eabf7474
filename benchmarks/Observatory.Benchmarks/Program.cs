using System.Globalization;
using Observatory.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["core", ..])
{
    return CoreLoad.Run();
}

if (args is ["derived", "core"])
{
    return CoreLoad.RunDerived();
}

if (args is ["derived", ..])
{
    return await DerivedLoad.RunAsync(spansOfRound: 250_000, senders: 2, derive: args is not ["derived", "nothing"]);
}

if (args is ["mcp", ..])
{
    return await ToolLoad.RunAsync(spans: args is [_, var number] ? long.Parse(number, CultureInfo.InvariantCulture) : 1_000_000);
}

if (args is ["recorded", var recording, ..])
{
    return await RecordedRun.RunAsync(
        recording, spans: args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 1_000_000, senders: 4, kills: 10);
}

var spans = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var senders = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2;
var data = Directory.CreateTempSubdirectory("observatory-load-").FullName;
ObservatoryProcess? observatory = null;
try
{
    (observatory, var ready) = await ObservatoryProcess.StartAsync(data);
    Console.WriteLine($"empty start: ready after {ready.TotalSeconds:0.00} s");
    await Task.Delay(TimeSpan.FromSeconds(2));
    Console.WriteLine($"idle: {observatory.ResidentBytes() / 1e6:0} MB resident");

    // A warm-up of its own, so that what follows is not the just-in-time compiler's time.
    var load = new Load(observatory, senders);
    var (warm, _) = await load.RunAsync(20 * SpanTemplate.Spans, 0);
    var processorBefore = observatory.ProcessorTime();
    var (sent, time) = await load.RunAsync(spans - warm, warm / SpanTemplate.Spans);
    var processor = observatory.ProcessorTime() - processorBefore;
    Console.WriteLine(
        $"ingest: {sent} spans in {time.TotalSeconds:0.00} s = {sent / time.TotalSeconds:0} spans/s with {senders} senders in another process on {Environment.ProcessorCount} cores; "
        + $"{load.Retried} requests told to come again; {processor.TotalSeconds * 1e6 / sent:0.00} µs of the receiver's processor time for a span");
    var total = sent + warm;
    var stored = await observatory.MetricAsync("observatory_spans_stored");
    Console.WriteLine($"stored: {stored} of {total} ({(stored == total ? "nothing lost" : "the rest dropped or LOST")}), {await observatory.MetricAsync("observatory_traces_stored")} traces");
    await SizesAsync(observatory, total);

    // With less kept than sent (OBSERVATORY__MAXSPANS), only taking spans is measured.
    if (stored == total)
    {
        using var http = new HttpClient();
        var latencies = new Latencies(http, observatory.Jaeger);
        var random = new Random(1);
        ulong traces = (ulong)(total / SpanTemplate.SpansPerTrace);
        string Service() => $"load-{random.Next(senders)}";
        await latencies.MeasureAsync("trace by id", 2_000, _ => $"/api/traces/{SpanTemplate.TraceId((ulong)random.NextInt64(1, (long)traces))}");
        await latencies.MeasureAsync("search: service", 300, _ => $"/api/traces?service={Service()}&limit=20");
        await latencies.MeasureAsync("search: service, operation, duration", 300, _ => $"/api/traces?service={Service()}&operation=primitive.kind_3.action_13&minDuration=80ms&limit=20");
        await latencies.MeasureAsync("search: common tag", 300, _ => $"/api/traces?service={Service()}&tag=execution.status:failed&limit=20");
        await latencies.MeasureAsync("search: a tag of one trace", 300, _ => $"/api/traces?service={Service()}&tag=workflow.id:{random.NextInt64(1, (long)traces):x16}&limit=20");
        await latencies.MeasureAsync("search: a tag that is nowhere", 300, i => $"/api/traces?service={Service()}&tag=workflow.id:none-{i}&limit=20");
        await latencies.MeasureAsync("search: durations that are nowhere", 300, _ => $"/api/traces?service={Service()}&minDuration=10s&limit=20");
        await latencies.MeasureAsync("services", 300, _ => "/api/services");
        await latencies.MeasureAsync("dependencies of everything", 20, _ => "/api/dependencies?lookback=86400000&endTs=" + DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds());
        await latencies.MeasureAsync("page: service map of everything", 20, _ => "/map?lookback=all");
        await latencies.MeasureAsync("page: a trace", 200, _ => $"/trace/{SpanTemplate.TraceId((ulong)random.NextInt64(1, (long)traces))}");
        await latencies.MeasureAsync("page: search", 100, _ => $"/search?service={Service()}");
    }

    Console.WriteLine($"after the searches: {observatory.ResidentBytes() / 1e6:0} MB resident");
    await observatory.KillAsync();
    observatory.Dispose();
    (observatory, ready) = await ObservatoryProcess.StartAsync(data);
    Console.WriteLine(
        $"killed and started again: ready after {ready.TotalSeconds:0.00} s, of which replay {await observatory.MetricAsync("observatory_trace_replay_seconds"):0.00} s; "
        + $"{await observatory.MetricAsync("observatory_spans_stored")} spans stored");
    await SizesAsync(observatory, total);
    return 0;
}
catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
finally
{
    observatory?.Dispose();
    Directory.Delete(data, recursive: true);
}

static async Task SizesAsync(ObservatoryProcess observatory, long spans)
{
    var index = await observatory.MetricAsync("observatory_trace_index_bytes");
    var disk = await observatory.MetricAsync("observatory_trace_disk_bytes");
    Console.WriteLine($"sizes: {observatory.ResidentBytes() / 1e6:0} MB resident; index {index / spans:0} B and disk {disk / spans:0} B for a span");
}
