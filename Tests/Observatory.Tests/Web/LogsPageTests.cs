using System.Net;
using System.Text.RegularExpressions;
using Observatory.Hosting;
using Tta.Observatory.Tests.Logs.Support;
using Tta.Observatory.Tests.Metrics.Support;

namespace Tta.Observatory.Tests.Web;

public sealed partial class LogsPageTests : PageFixture
{
    [Fact]
    public async Task Without_records_the_page_says_where_to_send_them()
    {
        var page = await PageAsync("/logs");

        Assert.Contains("No log record has arrived yet", page, StringComparison.Ordinal);
        Assert.Contains(Observatory.Uri(ListenerRoles.OtlpHttp, "").ToString().TrimEnd('/'), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_are_rows_the_newest_first_that_open_to_what_else_they_say()
    {
        await StoreAsync("shop", Record("first", minutesAgo: 2), Record("second\nline", 17, 1, ("order", "o-1"), ("exception.type", "IOError"), ("exception.stacktrace", "at X()")).InTrace());

        var page = await PageAsync("/logs");

        AssertInOrder(page, "<details class=\"record error\">", "<span class=\"level\">Error</span><span class=\"service\">shop</span><span class=\"message\">second</span>", "<details class=\"record info\">", ">first<");
        Assert.Contains("<pre class=\"body\" tabindex=\"0\">second&#xA;line</pre>", page, StringComparison.Ordinal);
        Assert.Contains("<pre class=\"error\" tabindex=\"0\">at X()</pre>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">order</th><td>o-1</td>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/trace/{OtlpLog.TraceId}#span-{OtlpLog.SpanId}\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("service=bank", "b1")]
    [InlineData("level=error", "s3")]
    [InlineData("level=warn", "s2 s3")]
    [InlineData("text=NEEDLE", "s2")]
    [InlineData("trace=" + OtlpLog.TraceId, "s3")]
    [InlineData("lookback=15m", "b1 s2 s3")]
    [InlineData("lookback=1d", "b1 s1 s2 s3")]
    [InlineData("service=bank&level=fatal", "")]
    public async Task Each_field_of_the_form_narrows_what_is_shown(string query, string expected)
    {
        await StoreAsync("shop", Record("s1", minutesAgo: 40), Record("s2", 13, 10, ("k", "a needle")), Record("s3", 17, 5).InTrace());
        await StoreAsync("bank", Record("b1", minutesAgo: 1));

        var page = await PageAsync("/logs?" + query);

        Assert.Equal(expected, string.Join(' ', Message().Matches(page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)));
        foreach (var parameter in query.Split('&').Select(p => p.Split('=')))
        {
            Assert.Matches($"value=\"{parameter[1]}\"( selected| maxlength)", page);
        }
    }

    [Fact]
    public async Task The_bars_count_records_by_level_and_lead_to_the_records_of_their_time()
    {
        await StoreAsync("shop", Record("a", 17, 30), Record("b", 17, 30), Record("c", 9, 30), Record("d", 9, 2));

        var page = await PageAsync("/logs?service=shop");
        AssertInOrder(Text(page), "Error 2", "Info 2");
        var bars = Bar().Matches(page).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).ToList();
        Assert.Equal(2, bars.Count);

        var part = await PageAsync(bars[0]);
        Assert.Equal(["a", "b", "c"], Message().Matches(part).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_does_not_fit_a_page_is_on_the_next_one()
    {
        await StoreAsync("shop", [.. Enumerable.Range(0, 250).Select(i => Record($"m{i:000}", minutesAgo: 30 - (i / 10.0)))]);

        var first = await PageAsync("/logs?service=shop&limit=100");
        Assert.Contains("250 records, the newest 100 of them", first, StringComparison.Ordinal);
        var seen = new List<string>();
        for (string? page = first; page is not null;)
        {
            seen.AddRange(Message().Matches(page).Select(m => m.Groups[1].Value));
            page = Next().Match(page) is { Success: true } next ? await PageAsync(WebUtility.HtmlDecode(next.Groups[1].Value)) : null;
        }

        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"m{249 - i:000}"), seen);
    }

    [Fact]
    public async Task Only_a_page_that_ends_now_can_be_followed_and_it_follows_with_its_filter()
    {
        await StoreAsync("shop", Record("x", minutesAgo: 1));

        var now = await PageAsync("/logs?service=a%26b&level=warn&text=t%22");
        var then = await PageAsync("/logs?start=2026-01-01T00:00&end=2026-01-02T00:00");

        Assert.Contains("data-tail=\"/api/logs/tail?service=a%26b&amp;text=t%22&amp;minLevel=warn\"", now, StringComparison.Ordinal);
        Assert.DoesNotContain("data-tail", then, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("level=loud", "level")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("trace=xyz", "trace")]
    [InlineData("lookback=soon", "lookback")]
    [InlineData("start=yesterday-ish", "start")]
    [InlineData("start=2026-01-02&end=2026-01-01", "start")]
    [InlineData("before=-1", "before")]
    public async Task A_parameter_that_makes_no_sense_is_said_to_be_wrong(string query, string name)
    {
        var (status, page) = await AnswerAsync("/logs?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"<p>{name}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_records_and_parameters_stay_text()
    {
        const string hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'";
        await StoreAsync(hostile, Record(hostile, 17, 1, (hostile, hostile), ("exception.type", hostile), ("exception.message", hostile)).InTrace());

        AssertSafe(await PageAsync("/logs"));
        var (_, page) = await AnswerAsync($"/logs?text={Uri.EscapeDataString(hostile)}&service={Uri.EscapeDataString(hostile)}");
        AssertSafe(page);
        AssertSafe((await AnswerAsync($"/logs?lookback={Uri.EscapeDataString(hostile)}")).Page);
    }

    private static Proto Record(string body, int severity = 9, double minutesAgo = 0, params (string Key, object Value)[] attributes)
    {
        var time = (ulong)(DateTimeOffset.UtcNow.AddMinutes(-minutesAgo) - DateTimeOffset.UnixEpoch).Ticks * 100;
        var record = new Proto().Fixed64(1, time).Varint(2, (ulong)severity).Message(5, Proto.AnyValue(body));
        foreach (var (key, value) in attributes)
        {
            record.Attribute(6, key, value);
        }

        return record;
    }

    private async Task StoreAsync(string service, params Proto[] records)
    {
        using var answer = await Observatory.ExportAsync(OtlpLog.Request(service, records), "/v1/logs");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [GeneratedRegex("<span class=\"message\">([^<]*)</span>")]
    private static partial Regex Message();

    [GeneratedRegex("<a href=\"(/logs[^\"]*)\"><title>")]
    private static partial Regex Bar();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]*)\"")]
    private static partial Regex Next();
}
