using System.Net;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Web;

public sealed class ComparePageTests : PageFixture
{
    private static readonly TimeSpan Milli = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task The_largest_difference_of_own_time_comes_first_by_what_is_where_in_the_traces()
    {
        await Observatory.StoreAsync(
            new TestSpan { Trace = 0xa, Id = 1, Name = "root", Duration = 100 * Milli },
            new TestSpan { Trace = 0xa, Id = 2, Parent = 1, Name = "read", Duration = 10 * Milli },
            new TestSpan { Trace = 0xa, Id = 3, Parent = 1, Name = "read", Start = 20 * Milli, Duration = 10 * Milli },
            new TestSpan { Trace = 0xa, Id = 4, Parent = 1, Name = "old", Start = 40 * Milli, Duration = 5 * Milli });
        await Observatory.StoreAsync(
            new TestSpan { Trace = 0xb, Id = 1, Name = "root", Duration = 180 * Milli },
            new TestSpan { Trace = 0xb, Id = 2, Parent = 1, Name = "read", Duration = 90 * Milli, Status = 2 },
            new TestSpan { Trace = 0xb, Id = 3, Parent = 1, Name = "new", Start = 100 * Milli, Duration = 15 * Milli },
            new TestSpan { Trace = 0xb, Id = 4, Parent = 3, Name = "read", Start = 100 * Milli, Duration = 2 * Milli });

        var text = Text(await PageAsync("/compare?a=a&b=b"));

        AssertInOrder(
            text, "B took +80 ms against A. 1 operations are only in A, 2 only in B.",
            "read service errors 0 → 1 root 2 1 20 ms 90 ms +70 ms 20 ms 90 ms +70 ms",
            "new service only in B root – 1 – 15 ms +15 ms – 13 ms +13 ms",
            "old service only in A root 1 – 5 ms – −5 ms 5 ms – −5 ms",
            "read service only in B root › new – 1 – 2 ms +2 ms – 2 ms +2 ms",
            "root service 1 1 100 ms 180 ms +80 ms 75 ms 75 ms 0");
    }

    [Fact]
    public async Task A_trace_differs_in_nothing_from_itself()
    {
        await Observatory.StoreAsync(new TestSpan { Trace = 0xa, Id = 1 }, new TestSpan { Trace = 0xa, Id = 2, Parent = 1 });

        AssertInOrder(Text(await PageAsync("/compare?a=a&b=a")), "B took 0 against A. 0 operations are only in A, 0 only in B.", "1 1 10 ms 10 ms 0");
    }

    [Fact]
    public async Task Without_two_traces_the_page_asks_for_them_and_keeps_the_one()
    {
        var page = await PageAsync("/compare?a=abc");

        Assert.Contains("value=\"abc\"", page, StringComparison.Ordinal);
        Assert.Contains("pick two", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=xyz&b=a", HttpStatusCode.BadRequest, "A is no trace id")]
    [InlineData("a=a&b=xyz", HttpStatusCode.BadRequest, "B is no trace id")]
    [InlineData("a=a&b=77", HttpStatusCode.NotFound, "B is not found")]
    public async Task What_is_no_trace_is_said_to_be_none(string query, HttpStatusCode expected, string text)
    {
        await Observatory.StoreAsync(new TestSpan { Trace = 0xa });

        var (status, page) = await AnswerAsync("/compare?" + query);

        Assert.Equal(expected, status);
        Assert.Contains(text, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_as_deep_as_they_are_long_can_be_compared()
    {
        await Observatory.StoreAsync([.. Enumerable.Range(1, 3000).Select(i => new TestSpan { Trace = 0xa, Id = (ulong)i, Parent = (ulong)i - 1 })]);
        await Observatory.StoreAsync([.. Enumerable.Range(1, 2999).Select(i => new TestSpan { Trace = 0xb, Id = (ulong)i, Parent = (ulong)i - 1 })]);

        Assert.Contains("1 operations are only in A", await PageAsync("/compare?a=a&b=b"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_one_trace_has_is_counted_also_where_it_is_not_shown()
    {
        await Observatory.StoreAsync([.. Enumerable.Range(1, 900).Select(i => new TestSpan { Trace = 0xa, Id = (ulong)i, Name = $"a{i}" })]);
        await Observatory.StoreAsync([.. Enumerable.Range(1, 700).Select(i => new TestSpan { Trace = 0xb, Id = (ulong)i, Name = $"b{i}", Duration = Milli })]);

        var page = await PageAsync("/compare?a=a&b=b");

        Assert.Contains("900 operations are only in A, 700 only in B.", page, StringComparison.Ordinal);
        Assert.Contains("The other operations differ less.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_and_parameters_stay_text()
    {
        const string hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{0}";
        await Observatory.StoreAsync(new TestSpan { Trace = 0xa, Id = 1, Name = hostile, Service = hostile }, new TestSpan { Trace = 0xa, Id = 2, Parent = 1, Name = hostile, Service = hostile });

        AssertSafe(await PageAsync("/compare?a=a&b=a"));
        AssertSafe((await AnswerAsync($"/compare?a={Uri.EscapeDataString(hostile)}&b=a")).Page);
    }
}
