namespace Observatory.Benchmarks;

/// <summary>
/// What deriving metrics from spans does to the rate at which a whole process takes them: one process that does and one that does not, loaded in
/// turns, so that whatever else the machine does hits both.
/// </summary>
internal static class DerivedLoad
{
    private const int Rounds = 10;

    /// <summary>Measures.</summary>
    /// <param name="spansOfRound">Spans that each of the two gets before it is the other's turn.</param>
    /// <param name="senders">Connections.</param>
    /// <param name="derive">Not, to see what two equal processes differ by.</param>
    public static async Task<int> RunAsync(long spansOfRound, int senders, bool derive)
    {
        var data = Directory.CreateTempSubdirectory("observatory-derived-").FullName;
        try
        {
            var (plain, _) = await ObservatoryProcess.StartAsync(Path.Combine(data, "plain"), spanMetrics: false);
            using var plainProcess = plain;
            var (derived, _) = await ObservatoryProcess.StartAsync(Path.Combine(data, "derived"), spanMetrics: derive);
            using var derivedProcess = derived;
            using var http = new HttpClient();
            var rates = new List<double>();
            var times = new List<double>();
            long next = 0;
            for (var round = 0; round < Rounds; round++)
            {
                var first = round % 2 == 0 ? plain : derived;
                var one = await LoadAsync(first, spansOfRound, senders, next);
                var other = await LoadAsync(first == plain ? derived : plain, spansOfRound, senders, next);
                next += spansOfRound / SpanTemplate.Spans;
                var (without, with) = first == plain ? (one, other) : (other, one);
                await http.GetByteArrayAsync(derived.Metrics);
                // The first rounds are the just-in-time compiler's.
                if (round > 1)
                {
                    rates.Add(with.PerSecond / without.PerSecond);
                    times.Add(with.Micros / without.Micros);
                    Console.WriteLine(
                        $"{without.PerSecond,8:0} spans/s at {without.Micros:0.00} µs of the receiver's processor time for a span; with metrics derived "
                        + $"{with.PerSecond,8:0} at {with.Micros:0.00}");
                }
            }

            rates.Sort();
            times.Sort();
            Console.WriteLine($"medians: rate {rates[rates.Count / 2] - 1:+0.0%;-0.0%}, processor time {times[times.Count / 2] - 1:+0.0%;-0.0%}");
            return 0;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<(double PerSecond, double Micros)> LoadAsync(ObservatoryProcess observatory, long spans, int senders, long first)
    {
        var before = observatory.ProcessorTime();
        var (sent, time) = await new Load(observatory, senders, _ => SpanTemplate.OfCalls()).RunAsync(spans, first);
        return (sent / time.TotalSeconds, (observatory.ProcessorTime() - before).TotalMicroseconds / sent);
    }
}
