using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tta.ServiceDefaults.Spool;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.ServiceDefaults.Tests;

/// <summary>When there is no room, whole traces go, the same ones everywhere, and each of their spans is counted.</summary>
[Collection(nameof(OneAtATime))]
public sealed class SheddingTests : IDisposable
{
    private const int Traces = 400;
    private const int SpansPerTrace = 6;
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "tta-shedding-" + Guid.NewGuid().ToString("n"));
    private readonly FakeTimeProvider _time = new();

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.499, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.749, 1)]
    [InlineData(0.75, 2)]
    [InlineData(0.99999, 16)]
    public void A_trace_is_kept_up_to_a_level_by_the_randomness_of_its_id_alone(double randomness, int upTo)
    {
        var id = Convert.FromHexString(TracedRequest.TraceId(randomness));

        for (var level = 0; level <= TraceShare.MaxLevel; level++)
        {
            Assert.Equal(level <= upTo, TraceShare.Keeps(id, level));
        }
    }

    [Fact]
    public void An_id_that_is_none_is_kept_while_all_are()
    {
        Assert.True(TraceShare.Keeps([], 0));
        Assert.False(TraceShare.Keeps([255, 255], 1));
    }

    [Fact]
    public void A_thinned_request_has_the_spans_of_the_kept_traces_and_nothing_of_the_others()
    {
        var (low, high) = (TracedRequest.TraceId(0.2), TracedRequest.TraceId(0.8));
        var request = TracedRequest.Of((low, true), (high, false), (low, false), (high, true));

        var thinned = ThinnedRequest.Of(request, 1);

        Assert.Equal((4L, 4L, 2L), (thinned.Kept, thinned.Lost, thinned.LostRoots));
        Assert.Equal(TracedRequest.Of((high, false), (high, true)), thinned.Body.ToArray());
    }

    [Fact]
    public void A_request_of_which_all_is_kept_stays_as_it_is_and_one_of_which_nothing_is_kept_is_empty()
    {
        var request = TracedRequest.Of((TracedRequest.TraceId(0.8), true), (TracedRequest.TraceId(0.9), false));

        Assert.Equal(request, ThinnedRequest.Of(request, 1).Body.ToArray());
        Assert.Equal(request, ThinnedRequest.Of(request, 0).Body.ToArray());
        var nothing = ThinnedRequest.Of(request, 4);
        Assert.Equal((0L, 4L, 2L, 0), (nothing.Kept, nothing.Lost, nothing.LostRoots, nothing.Body.Length));
    }

    [Theory]
    [InlineData("0A04120212000A")]
    [InlineData("0AFFFFFFFFFFFFFFFFFF01")]
    [InlineData("08")]
    public void What_is_no_request_is_not_made_longer(string body)
    {
        var request = Convert.FromHexString(body);

        Assert.True(ThinnedRequest.Of(request, 1).Body.Length <= request.Length);
    }

    [Fact]
    public void What_waits_and_what_comes_loses_the_same_whole_traces_and_the_newest_are_kept_like_the_oldest()
    {
        using var lost = new LostItems();
        var shedding = new TraceShedding(_time);
        using var spool = Spool("small", shedding, maxBytes: 60_000);
        foreach (var request in Requests())
        {
            spool.Store(request);
            Assert.InRange(Bytes("small"), 1, 60_000);
        }

        Assert.InRange(shedding.Level, 2, 5);
        var level = shedding.Level;
        var left = Deliver(spool);

        Assert.Equal(Ids().Where(id => TraceShare.Keeps(Convert.FromHexString(id), level)).Order(), left.Keys.Order());
        Assert.All(left.Values, spans => Assert.Equal(2 * SpansPerTrace, spans));
        Assert.Equal((2 * SpansPerTrace * Traces) - left.Values.Sum(), lost[SpoolMetrics.Full]);
        Assert.Equal(2 * (Traces - left.Count), lost.Traces);
        Assert.True(spool.IsEmpty);
        Assert.Equal(0, Bytes("small"));
    }

    [Fact]
    public void A_service_that_has_room_sheds_what_another_one_has_to()
    {
        var (here, there) = (new TraceShedding(_time), new TraceShedding(_time));
        using var small = Spool("small", here, maxBytes: 60_000);
        using var large = Spool("large", there, maxBytes: 10_000_000);
        foreach (var request in Requests())
        {
            small.Store(request);
            large.Store(request);
        }

        there.Hear(here.Say());

        Assert.Equal(Deliver(small), Deliver(large));
    }

    [Fact]
    public void A_level_ends_everywhere_ten_seconds_after_it_was_needed_last()
    {
        var (here, there) = (new TraceShedding(_time), new TraceShedding(_time));
        Assert.Null(here.Say());
        here.Need(3);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("3;4000", here.Say());
        there.Hear(here.Say());
        there.Hear("2;0");
        Assert.Equal(3, there.Level);

        _time.Advance(TimeSpan.FromSeconds(5.9));
        here.Hear(there.Say());
        Assert.Equal((3, 3), (here.Level, there.Level));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((0, 0), (here.Level, there.Level));
        Assert.Null(there.Say());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("0;0")]
    [InlineData("17;0")]
    [InlineData("-1;0")]
    [InlineData("3;-1")]
    [InlineData("3;10000")]
    [InlineData("3;99999999999")]
    [InlineData("3;0;0")]
    public void What_is_no_level_is_passed_over(string? said)
    {
        var shedding = new TraceShedding(_time);

        shedding.Hear(said);

        Assert.Equal(0, shedding.Level);
    }

    [Fact]
    public void What_the_disk_does_not_take_is_counted()
    {
        using var lost = new LostItems();
        using var spool = Spool("gone", new TraceShedding(_time), maxBytes: 60_000);
        Directory.Delete(Path.Combine(_directory, "gone"), recursive: true);

        spool.Store(Requests().First());

        Assert.True(spool.IsEmpty);
        Assert.Equal(20, lost[SpoolMetrics.Full]);
        Assert.Equal(20, lost.Traces);
    }

    [Fact]
    public async Task A_service_says_its_level_to_whom_it_calls_and_hears_theirs_in_both_directions()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var callee = await TestService.StartAsync(
            [.. TestService.Exporting(collector.Url, ("Telemetry:SpoolDirectory", Path.Combine(_directory, "callee")))]);
        await using var caller = await TestService.StartAsync([.. TestService.Exporting(
            collector.Url, ("Telemetry:SpoolDirectory", Path.Combine(_directory, "caller")), ("services:callee:http:0", callee.Client.BaseAddress!.ToString()))]);

        callee.Shedding.Need(2);
        await caller.CallAsync("http://callee/items/1");
        Assert.Equal(2, caller.Shedding.Level);

        caller.Shedding.Need(4);
        await caller.CallAsync("http://callee/items/1");
        Assert.Equal(4, callee.Shedding.Level);
    }

    [Fact]
    public async Task Who_is_no_service_of_the_application_is_told_nothing()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var other = await TestService.StartAsync(
            [.. TestService.Exporting(collector.Url, ("Telemetry:SpoolDirectory", Path.Combine(_directory, "other")))]);
        await using var service = await TestService.StartAsync(
            [.. TestService.Exporting(collector.Url, ("Telemetry:SpoolDirectory", Path.Combine(_directory, "service")))]);
        service.Shedding.Need(2);

        await service.CallAsync(new Uri(other.Client.BaseAddress!, "items/1").ToString());

        Assert.Equal(0, other.Shedding.Level);
    }

    private static IEnumerable<string> Ids() => Enumerable.Range(0, Traces).Select(i => TracedRequest.TraceId(i * 0.6180339887498949 % 1));

    /// <summary>Ten traces a request, each span of a trace in another one of six, twice: <see cref="TracedRequest.Of"/>.</summary>
    private static IEnumerable<byte[]> Requests() => Ids().Chunk(10).SelectMany(ids => Enumerable.Range(0, SpansPerTrace)
        .Select(span => TracedRequest.Of([.. ids.Select(id => (id, span == 0))])));

    private static SortedDictionary<string, int> Deliver(RequestSpool spool)
    {
        SortedDictionary<string, int> delivered = new(StringComparer.Ordinal);
        while (spool.Oldest() is var (request, body))
        {
            foreach (var id in TracedRequest.TraceIds(body))
            {
                delivered[id] = delivered.GetValueOrDefault(id) + 1;
            }

            spool.Remove(request);
        }

        return delivered;
    }

    private RequestSpool Spool(string name, TraceShedding shedding, long maxBytes) =>
        new(_directory, name, maxBytes, shedding, _time, NullLogger.Instance);

    private long Bytes(string name) => new DirectoryInfo(Path.Combine(_directory, name)).EnumerateFiles().Sum(file => file.Length);
}
