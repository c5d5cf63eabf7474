using System.Globalization;
using Observatory.Traces.Query;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Traces;

public sealed class TraceSearchTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestStore _store;

    public TraceSearchTests() => _store = new(_directory.Path);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("text", "word")]
    [InlineData("whole", "42")]
    [InlineData("negative", "-7")]
    [InlineData("half", "0.5")]
    [InlineData("half", "5e-1")]
    [InlineData("flag", "true")]
    [InlineData("list", "[1,\"b\"]")]
    [InlineData("map", "{\"k\":true}")]
    [InlineData("binary", "AQI=")]
    [InlineData("at.event", "inside")]
    [InlineData("event", "happened")]
    [InlineData("of.resource", "r")]
    [InlineData("service.name", "service")]
    [InlineData("otel.scope.name", "scope")]
    [InlineData("otel.scope.version", "1.2.3")]
    [InlineData("span.kind", "client")]
    [InlineData("otel.status_code", "ERROR")]
    [InlineData("error", "true")]
    public void A_tag_is_found_wherever_Jaeger_shows_it(string key, string value)
    {
        _store.Send(
            new TestSpan
            {
                Trace = 1,
                Kind = 3,
                Status = 2,
                Attributes = [("text", "word"), ("whole", 42), ("negative", -7), ("half", 0.5), ("flag", true), ("binary", new byte[] { 1, 2 }),
                    ("list", TestSpan.ArrayOf(1, "b")), ("map", TestSpan.MapOf(("k", true)))],
                Events = [("happened", TimeSpan.Zero, [("at.event", "inside")])],
                Resource = [("of.resource", "r")],
            },
            new TestSpan { Trace = 2, Id = 2, Service = "another", Scope = null });

        Assert.Equal([1], _store.Find(new() { Tags = [new(key, value)] }));
        Assert.Empty(_store.Find(new() { Tags = [new(key, value + "x")] }));
        Assert.Empty(_store.Find(new() { Tags = [new(key + "x", value)] }));
    }

    [Fact]
    public void All_that_is_asked_for_must_be_true_of_one_span()
    {
        _store.Send(
            new TestSpan { Trace = 1, Id = 1, Attributes = [("a", 1), ("b", 1)] },
            new TestSpan { Trace = 2, Id = 2, Attributes = [("a", 1)] },
            new TestSpan { Trace = 2, Id = 3, Attributes = [("b", 1)] });

        Assert.Equal([1], _store.Find(new() { Tags = [new("a", "1"), new("b", "1")] }));
    }

    [Fact]
    public void An_operation_without_a_name_in_the_table_is_found_by_looking_at_spans()
    {
        var name = new string('n', 2_000);
        _store.Send(new TestSpan { Trace = 1, Name = name }, new TestSpan { Trace = 2, Id = 2, Name = name + "x" });

        Assert.Equal([1], _store.Find(new() { Service = "service", Operation = name }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_search_finds_just_what_looking_at_every_span_would(int seed)
    {
        var random = new Random(seed);
        var spans = new List<TestSpan>();
        for (var i = 1; i <= 12_000; i++)
        {
            spans.Add(new()
            {
                Trace = (UInt128)random.Next(1, 3_000),
                Id = (ulong)i,
                Service = $"service-{random.Next(4)}",
                Name = $"operation-{random.Next(6)}",
                Kind = random.Next(6),
                Status = random.Next(3),
                // Mostly in order, now and then far from it.
                Start = TimeSpan.FromMilliseconds(random.Next(10) == 0 ? random.Next(120_000) : i * 10),
                Duration = TimeSpan.FromMilliseconds(random.Next(1_000)),
                Attributes = [("common", random.Next(3)), ("rare", random.Next(5_000)), ("text", $"t{random.Next(50)}")],
            });
        }

        foreach (var batch in spans.Chunk(777))
        {
            _store.Send(batch);
        }

        for (var i = 0; i < 60; i++)
        {
            var query = RandomQuery(random);
            Assert.Equal(Expected(spans, query), _store.Find(query));
        }
    }

    private static TraceQuery RandomQuery(Random random)
    {
        var tags = new List<KeyValuePair<string, string>>();
        Maybe(() => tags.Add(new("common", Number(random.Next(4)))));
        Maybe(() => tags.Add(new("rare", Number(random.Next(5_000)))), 6);
        Maybe(() => tags.Add(new("text", $"t{random.Next(60)}")), 4);
        Maybe(() => tags.Add(new("error", "true")), 4);
        var query = new TraceQuery { Limit = random.Next(1, 60), Tags = tags };
        Maybe(() => query = query with { Service = $"service-{random.Next(5)}" });
        Maybe(() => query = query with { Operation = $"operation-{random.Next(7)}" });
        Maybe(() => query = query with { MinDurationNanos = (ulong)random.Next(1_000) * 1_000_000 });
        Maybe(() => query = query with { MaxDurationNanos = (ulong)random.Next(1_000) * 1_000_000 });
        Maybe(() => query = query with { FromNanos = new TestSpan { Start = TimeSpan.FromMilliseconds(random.Next(120_000)) }.StartNanos });
        Maybe(() => query = query with { ToNanos = new TestSpan { Start = TimeSpan.FromMilliseconds(random.Next(120_000)) }.StartNanos });
        return query;

        void Maybe(Action action, int oneIn = 2)
        {
            if (random.Next(oneIn) == 0)
            {
                action();
            }
        }
    }

    private static List<UInt128> Expected(List<TestSpan> spans, TraceQuery query) =>
        [.. spans.Where(s =>
                (query.Service ?? s.Service) == s.Service && (query.Operation ?? s.Name) == s.Name
                && s.StartNanos >= query.FromNanos && s.StartNanos <= query.ToNanos
                && (ulong)s.Duration.Ticks * 100 >= query.MinDurationNanos && (ulong)s.Duration.Ticks * 100 <= query.MaxDurationNanos
                && query.Tags.All(t => t.Key == "error" ? s.Status == 2 : s.Attributes.Any(a => a.Key == t.Key && Text(a.Value) == t.Value)))
            .GroupBy(s => s.Trace)
            .OrderByDescending(g => g.Max(s => s.StartNanos)).ThenBy(g => g.Key)
            .Take(query.Limit)
            .Select(g => g.Key)];

    private static string Text(object value) => value is int number ? Number(number) : (string)value;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
