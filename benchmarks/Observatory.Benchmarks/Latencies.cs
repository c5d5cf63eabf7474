using System.Diagnostics;
using System.Globalization;

namespace Observatory.Benchmarks;

/// <summary>Times requests one after the other, over one connection, the answer read to its end.</summary>
internal sealed class Latencies(HttpClient http, Uri server)
{
    /// <summary>Sends requests and says how long they took.</summary>
    public async Task MeasureAsync(string what, int count, Func<int, string> path)
    {
        for (var i = 0; i < Math.Min(count, 20); i++)
        {
            await http.GetByteArrayAsync(new Uri(server, path(i)));
        }

        var times = new double[count];
        long bytes = 0;
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            bytes += (await http.GetByteArrayAsync(new Uri(server, path(i)))).Length;
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-46} p50 {times[count / 2],8:0.00} ms   p99 {times[count * 99 / 100],8:0.00} ms   max {times[^1],8:0.00} ms   {bytes / count,8} B/answer"));
    }
}
