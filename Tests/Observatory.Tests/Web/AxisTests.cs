using System.Net;
using Observatory.Traces.Model;
using Observatory.Views.Tracing;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Web;

/// <summary>Times as far apart as numbers allow.</summary>
public sealed class AxisTests : PageFixture
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(7, 1_000_000_007)]
    [InlineData(1, ulong.MaxValue - 1)]
    [InlineData(0, ulong.MaxValue)]
    [InlineData(1, (ulong.MaxValue / 6 * 5) + 3)]
    public void An_axis_has_a_few_marks_within_it(ulong from, ulong to)
    {
        var ticks = new TraceAxis(from, to).Ticks().Take(20).ToList();

        Assert.InRange(ticks.Count, 2, 7);
        Assert.Equal(ticks.Order().Distinct(), ticks);
        Assert.All(ticks, t => Assert.InRange(t, 0UL, Math.Max(1, to - from)));
    }

    [Fact]
    public async Task A_span_of_centuries_has_a_page_a_place_in_the_search_and_a_comparison()
    {
        foreach (var (trace, end) in ((byte, ulong)[])[(1, ulong.MaxValue - 1), (2, 20)])
        {
            // Two roots, so that their durations together are more than a number holds.
            var spans = new Proto();
            foreach (var id in (byte[])[1, 2])
            {
                spans.Message(2, new Proto().Bytes(1, TestSpan.TraceBytes(trace)).Bytes(2, TestSpan.SpanBytes(id)).String(5, "long").Fixed64(7, 1).Fixed64(8, end));
            }

            using var _ = await Observatory.ExportAsync(new Proto().Message(1, new Proto().Message(2, spans)).ToArray());
        }

        foreach (var path in (string[])["/trace/1", "/search", "/compare?a=1&b=2", "/compare?a=2&b=1", "/map?lookback=all", "/"])
        {
            // Whether such a span is kept or refused is not for the pages to say; they answer either way.
            var (status, page) = await AnswerAsync(path);
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path}: {status}");
            Assert.InRange(page.Length, 500, 200_000);
        }
    }

    [Theory]
    [InlineData("/search?start=99999999999999&end=99999999999999999")]
    [InlineData("/logs?start=9999-12-31T23:59:59Z")]
    [InlineData("/logs?start=2200-01-01")]
    [InlineData("/map?start=0001-01-01&end=18446744073709551615")]
    public async Task A_range_at_the_end_of_the_numbers_is_a_range_or_an_error(string path) =>
        Assert.Contains((await AnswerAsync(path)).Status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.BadRequest]);

    [Fact]
    public void Sums_stay_at_the_end_of_the_numbers()
    {
        Assert.Equal(ulong.MaxValue, Nanos.Sum(ulong.MaxValue - 1, 2));
        Assert.Equal(3UL, Nanos.Sum(1, 2));
        Assert.Equal((long.MaxValue, -long.MaxValue, -5), (Nanos.Difference(ulong.MaxValue, 0), Nanos.Difference(0, ulong.MaxValue), Nanos.Difference(10, 15)));
        Assert.Equal((ulong.MaxValue, 0UL, 5_000_000UL), (Nanos.OfMilliseconds(253402300799999), Nanos.OfMilliseconds(-1), Nanos.OfMilliseconds(5)));
    }
}
