using System.Net;
using Observatory.Otlp;
using Observatory.Traces.Otlp;
using Observatory.Traces.Store;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Ingest;

public sealed class TraceFuzzTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_requests_are_malformed_or_stored_and_readable_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        using var store = new TestStore(_data.Path);
        var (malformed, taken) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            try
            {
                store.Send(Damaged(random));
                taken++;
            }
            catch (MalformedProtobufException)
            {
                malformed++;
            }
        }

        // Neither answer is the rule, so both ways were walked.
        Assert.True(malformed > 1_000 && taken > 1_000, $"{malformed} malformed, {taken} taken");
        foreach (var id in store.Find(new() { Limit = 1500 }))
        {
            Assert.NotEmpty(store.Reader.Read(id)!.Spans);
        }
    }

    [Fact]
    public void Bytes_of_no_meaning_are_read_to_an_end()
    {
        var random = new Random(3);
        var staged = new StagedRequest();
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            staged.Clear();
            var thrown = Record.Exception(() => TraceDecoder.Stage(bytes, staged));
            Assert.True(thrown is null or MalformedProtobufException, thrown?.ToString());
        }
    }

    [Fact]
    public void A_value_nested_without_end_is_malformed()
    {
        var value = TestSpan.ArrayOf(1);
        for (var i = 0; i < 5_000; i++)
        {
            value = TestSpan.ArrayOf(value);
            if (i == 5)
            {
                // A sensible depth is taken.
                TraceDecoder.Stage(TestSpan.Request(new TestSpan { Attributes = [("nested", value)] }), new());
            }
        }

        var request = TestSpan.Request(new TestSpan { Attributes = [("nested", value)] });

        Assert.Throws<MalformedProtobufException>(() => TraceDecoder.Stage(request, new()));
    }

    [Fact]
    public async Task Over_HTTP_the_answer_is_200_or_400_and_the_store_serves_on()
    {
        var random = new Random(4);
        await using var observatory = await TestObservatory.StartAsync(_data.Path);
        for (var i = 0; i < 500; i++)
        {
            using var response = await observatory.ExportAsync(Damaged(random));
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, response.StatusCode.ToString());
        }

        var services = await observatory.DataAsync("/api/services");
        foreach (var service in services.EnumerateArray())
        {
            await observatory.DataAsync($"/api/traces?service={Uri.EscapeDataString(service.GetString()!)}");
        }
    }

    private static byte[] Damaged(Random random)
    {
        var request = TestSpan.Request(new TestSpan
        {
            Trace = (UInt128)random.NextInt64(1, 1_000_000),
            Id = (ulong)random.NextInt64(1, long.MaxValue),
            Parent = 3,
            Kind = 2,
            Status = 2,
            StatusMessage = "message",
            Attributes = [("text", "word"), ("number", 1), ("half", 0.5), ("list", TestSpan.ArrayOf(1, "b")), ("map", TestSpan.MapOf(("k", true)))],
            Events = [("event", TimeSpan.Zero, [("a", "b")])],
            Links = [(5, 6)],
            Resource = [("r", 1)],
        });
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            switch (random.Next(4))
            {
                case 0:
                    request[random.Next(request.Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    request[random.Next(request.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    var at = random.Next(request.Length);
                    request = [.. request[..at], (byte)random.Next(256), .. request[at..]];
                    break;
                default:
                    request = request[..random.Next(1, request.Length + 1)];
                    break;
            }
        }

        return request;
    }
}
