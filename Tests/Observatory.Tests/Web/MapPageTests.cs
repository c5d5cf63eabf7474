using System.Net;
using System.Text.RegularExpressions;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Web;

public sealed partial class MapPageTests : PageFixture
{
    private static readonly TimeSpan Milli = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Without_traces_the_page_says_where_to_send_them()
    {
        var page = await PageAsync("/map");

        Assert.Contains("No trace has arrived yet", page, StringComparison.Ordinal);
        Assert.Contains(Observatory.Uri(ListenerRoles.OtlpHttp, "/v1/traces").ToString(), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_and_calls_have_their_numbers()
    {
        await StoreAsync();

        var page = await PageAsync("/map?start=2026-03-01T12:00&end=2026-03-01T12:01:40");
        var text = Text(page);

        Assert.Contains("3 services in 100 s", text, StringComparison.Ordinal);
        AssertInOrder(text, "Services Service Requests", "back 20 0.200 req/s 25.0%", "front 10 0.100 req/s 0.0%", "lonely 1");
        AssertInOrder(text, "Calls From To", "front back 20 0.200 req/s 25.0%");
        Assert.Contains("href=\"/search?q=service%3Dback&amp;start=2026-03-01T12%3A00&amp;end=2026-03-01T12%3A01%3A40\"", page, StringComparison.Ordinal);
        Assert.Equal(3, Node().Count(page));
    }

    [Fact]
    public async Task An_edge_leads_to_its_own_calls_and_to_those_that_failed()
    {
        await StoreAsync();
        await Observatory.StoreAsync(new TestSpan { Trace = 200, Id = 1, Service = "back", Status = 2, Start = 6500 * Milli });

        var page = await PageAsync("/map?lookback=all");

        const string Calls = "/search?q=%7Bservice%3Dback%20caller%3Dfront%7D&lookback=all";
        const string Failed = "/search?q=%7Bservice%3Dback%20caller%3Dfront%20status%3Derror%7D&lookback=all";
        Assert.Contains($"href=\"{WebUtility.HtmlEncode(Calls)}\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{WebUtility.HtmlEncode(Failed)}\"", page, StringComparison.Ordinal);
        Assert.Contains("10 traces", Text(await PageAsync(Calls)), StringComparison.Ordinal);
        Assert.Contains("5 traces", Text(await PageAsync(Failed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_began_in_the_time_counts()
    {
        await StoreAsync();

        Assert.Contains("front back 4 ", Text(await PageAsync("/map?start=2026-03-01T12:00:00&end=2026-03-01T12:00:00.9")), StringComparison.Ordinal);
        Assert.Contains("No span began in that time", await PageAsync("/map?lookback=5m"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_within_a_service_is_no_call_and_a_span_without_its_parent_is_a_request()
    {
        await Observatory.StoreAsync(
            new TestSpan { Trace = 1, Id = 1, Service = "a" }, new TestSpan { Trace = 1, Id = 2, Parent = 1, Service = "a" },
            new TestSpan { Trace = 2, Id = 3, Parent = 99, Service = "a" });

        var text = Text(await PageAsync("/map?lookback=all"));

        Assert.Contains(" a 2 ", text, StringComparison.Ordinal);
        Assert.Contains("No service called another.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lookback=soon")]
    [InlineData("start=soon")]
    [InlineData("start=2026-01-02&end=2026-01-01")]
    public async Task A_parameter_that_makes_no_sense_is_said_to_be_wrong(string query)
    {
        var (status, page) = await AnswerAsync("/map?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"<p>{query.Split('=')[0]}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_stay_text()
    {
        const string hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{0}";
        await Observatory.StoreAsync(new TestSpan { Id = 1, Service = hostile, Name = hostile }, new TestSpan { Id = 2, Parent = 1, Service = "javascript:alert(1)" });

        AssertSafe(await PageAsync("/map?lookback=all"));
    }

    private async Task StoreAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            var start = i * 500 * Milli;
            await Observatory.StoreAsync(
                new TestSpan { Trace = (UInt128)(i + 1), Id = 1, Service = "front", Start = start, Duration = 100 * Milli },
                new TestSpan { Trace = (UInt128)(i + 1), Id = 2, Parent = 1, Service = "back", Start = start, Duration = 20 * Milli, Status = i < 5 ? 2 : 0 },
                new TestSpan { Trace = (UInt128)(i + 1), Id = 3, Parent = 1, Service = "back", Start = start, Duration = 20 * Milli });
        }

        await Observatory.StoreAsync(new TestSpan { Trace = 100, Service = "lonely", Start = 6000 * Milli });
    }

    [GeneratedRegex("<g class=\"node\\b")]
    private static partial Regex Node();
}
