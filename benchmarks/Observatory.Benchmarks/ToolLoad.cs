using System.Diagnostics;
using System.Globalization;
using ModelContextProtocol.Client;

namespace Observatory.Benchmarks;

/// <summary>
/// How long the tools of /mcp take over runs of agents, asked one after the other by the SDK's client. Those that ask Prometheus are left out:
/// they take what it takes.
/// </summary>
internal static class ToolLoad
{
    private const int Calls = 60;

    // Not counted, so that what follows is not the just-in-time compiler's time.
    private const int Warm = 20;

    private static readonly string[] Steps = ["1", "1.1"];

    /// <summary>Measures.</summary>
    /// <param name="spans">Spans that are stored before.</param>
    public static async Task<int> RunAsync(long spans)
    {
        var data = Directory.CreateTempSubdirectory("observatory-tools-").FullName;
        try
        {
            var (observatory, _) = await ObservatoryProcess.StartAsync(data);
            using var process = observatory;
            var (sent, _) = await new Load(observatory, 2, _ => SpanTemplate.OfRuns()).RunAsync(spans, 0);
            Console.WriteLine($"{sent} spans in {await observatory.MetricAsync("observatory_traces_stored"):0} traces; {observatory.ResidentBytes() / 1e6:0} MB resident");
            await using var client = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = observatory.Mcp }));
            var traces = (ulong)(sent / SpanTemplate.SpansPerTrace);
            var random = new Random(1);
            string Run() => SpanTemplate.TraceId((ulong)random.NextInt64(1, (long)traces));
            string Workflow() => $"workflow_{random.Next(SpanTemplate.TracesPerRequest)}";
            // The template's spans begin a millisecond apart, from its making on: some of them after now.
            const string until = "now+1h";
            await MeasureAsync(client, "overview", () => [("until", until)]);
            await MeasureAsync(client, "list_runs", () => [("until", until), ("workflow", Workflow()), ("sort", "slowest")]);
            await MeasureAsync(client, "list_runs", () => [("until", until), ("group", true)]);
            await MeasureAsync(client, "get_run", () => [("run_id", Run())]);
            await MeasureAsync(client, "get_step", () => [("run_id", Run()), ("steps", Steps)]);
            await MeasureAsync(client, "compare_runs", () => [("a", Run()), ("b", Run())]);
            await MeasureAsync(client, "compare_runs", () => [("workflow", Workflow()), ("until", until), ("baseline_since", "-30m"), ("baseline_until", until)]);
            await MeasureAsync(client, "group_errors", () => [("until", until), ("workflow", Workflow())]);
            await MeasureAsync(client, "costs", () => [("until", until), ("by", "step")]);
            await MeasureAsync(client, "search_logs", () => [("text", "nothing")]);
            Console.WriteLine($"after the calls: {observatory.ResidentBytes() / 1e6:0} MB resident");
            return 0;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task MeasureAsync(McpClient client, string tool, Func<(string Name, object Value)[]> arguments)
    {
        var times = new double[Calls];
        var characters = 0L;
        var first = 0.0;
        for (var i = -Warm; i < Calls; i++)
        {
            var asked = arguments();
            var began = Stopwatch.GetTimestamp();
            var result = await client.CallToolAsync(tool, asked.ToDictionary(a => a.Name, a => (object?)a.Value));
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (result.IsError == true)
            {
                throw new InvalidOperationException($"{tool} refused: {result.Content[0]}");
            }

            first = i == -Warm ? took : first;
            if (i < 0)
            {
                continue;
            }

            times[i] = took;
            characters += result.StructuredContent!.Value.GetRawText().Length;
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tool,-14} first {first,7:0.0} ms   p50 {times[Calls / 2],7:0.0} ms   p95 {times[Calls * 95 / 100],7:0.0} ms   max {times[^1],7:0.0} ms   {characters / Calls / 4,6} tokens"));
    }
}
