using System.Net;
using System.Text.RegularExpressions;
using Tta.Observatory.Tests.Logs.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Web;

public sealed partial class TracePageTests : PageFixture
{
    private static readonly TimeSpan Milli = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task A_trace_is_a_waterfall_with_parents_above_children()
    {
        await Observatory.StoreAsync(
            new TestSpan { Trace = 5, Id = 3, Parent = 2, Name = "grandchild", Start = 3 * Milli },
            new TestSpan { Trace = 5, Id = 2, Parent = 1, Name = "child", Start = 2 * Milli, Attributes = [("tokens", 42)] },
            new TestSpan { Trace = 5, Id = 1, Name = "root", Duration = 20 * Milli },
            new TestSpan { Trace = 5, Id = 9, Parent = 8, Name = "lost", Start = Milli });

        var page = await PageAsync("/trace/5");

        AssertInOrder(page, "<div class=\"waterfall", ">root <small>", ">child <small>", ">grandchild <small>", ">lost <small>");
        Assert.Matches("class=\"span i2[^\"]*\" id=\"span-0000000000000003\"", page);
        Assert.Contains("<th scope=\"row\">tokens</th><td>42</td>", page, StringComparison.Ordinal);
        Assert.Contains("its parent is missing", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_that_are_each_others_parents_are_shown()
    {
        await Observatory.StoreAsync(
            new TestSpan { Trace = 6, Id = 1, Parent = 2, Name = "hen" },
            new TestSpan { Trace = 6, Id = 2, Parent = 1, Name = "egg" },
            new TestSpan { Trace = 6, Id = 3, Parent = 3, Name = "self" });

        var page = await PageAsync("/trace/6");

        Assert.All((string[])["hen", "egg", "self"], name => Assert.Contains($">{name} <small>", page, StringComparison.Ordinal));
        Assert.Equal(3, Row().Count(page));
    }

    [Fact]
    public async Task Errors_are_listed_above_with_their_reason_and_a_jump_to_their_row()
    {
        await Observatory.StoreAsync(
            new TestSpan { Trace = 5, Id = 1, Name = "root" },
            new TestSpan { Trace = 5, Id = 2, Parent = 1, Name = "by status", Status = 2, StatusMessage = "no such table" },
            new TestSpan { Trace = 5, Id = 3, Parent = 1, Name = "by exception", Status = 2, Events = [("exception", Milli, [("exception.type", "TimeoutError"), ("exception.message", "took too long")])] });

        var page = await PageAsync("/trace/5");

        AssertInOrder(page, "2 spans with an error", "href=\"#span-0000000000000002\">by status", "no such table", "href=\"#span-0000000000000003\">by exception", "took too long", "class=\"waterfall");
    }

    [Fact]
    public async Task An_exception_is_shown_with_its_type_message_and_stack_trace()
    {
        await Observatory.StoreAsync(new TestSpan
        {
            Trace = 5,
            Events =
            [
                ("exception", 4 * Milli, [("exception.type", "System.TimeoutException"), ("exception.message", "took <too> long"), ("exception.stacktrace", "at A()\n   at B()"), ("exception.escaped", "true")]),
                ("cache miss", 5 * Milli, [("key", "k1")]),
            ],
        });

        var page = await PageAsync("/trace/5");

        AssertInOrder(
            page, "<h4 class=\"error\">System.TimeoutException <small>after 4 ms", "<p>took &lt;too&gt; long</p>", "<pre tabindex=\"0\">at A()&#xA;   at B()</pre>", "exception.escaped",
            "<h4>cache miss <small>event after 5 ms", "<td>k1</td>");
    }

    [Fact]
    public async Task A_link_to_another_trace_can_be_followed()
    {
        await Observatory.StoreAsync(new TestSpan { Trace = 5, Links = [(0xabc, 0xd)] });

        Assert.Contains("href=\"/trace/0000000000000abc#span-000000000000000d\"", await PageAsync("/trace/5"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_found_in_names_attributes_and_events_in_any_case()
    {
        await Observatory.StoreAsync(
            new TestSpan { Trace = 5, Id = 1, Name = "root" },
            new TestSpan { Trace = 5, Id = 2, Parent = 1, Name = "the Needle" },
            new TestSpan { Trace = 5, Id = 3, Parent = 1, Name = "by value", Attributes = [("k", "a needle here")] },
            new TestSpan { Trace = 5, Id = 4, Parent = 1, Name = "by number", Attributes = [("needles", 7)] },
            new TestSpan { Trace = 5, Id = 5, Parent = 1, Name = "by event", Events = [("NEEDLE", Milli, [])] });

        var page = await PageAsync("/trace/5?find=needle");

        Assert.Contains("4 spans have “needle”", page, StringComparison.Ordinal);
        Assert.Equal(4, Found().Count(page));
        Assert.Contains("value=\"needle\"", page, StringComparison.Ordinal);
        Assert.Contains("0 spans have “nothing”", await PageAsync("/trace/5?find=nothing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_trace_has_a_time_axis_of_its_own()
    {
        await Observatory.StoreAsync(
            new TestSpan { Trace = 5, Id = 1, Name = "root", Duration = 1000 * Milli },
            new TestSpan { Trace = 5, Id = 2, Parent = 1, Name = "part", Start = 500 * Milli, Duration = 10 * Milli },
            new TestSpan { Trace = 5, Id = 3, Parent = 2, Name = "detail", Start = 505 * Milli, Duration = 5 * Milli });

        var page = await PageAsync("/trace/5?under=2");

        Assert.Equal(2, Row().Count(page));
        Assert.Matches("svc[0-9]+\" id=\"span-0000000000000003\".*?<rect class=\"bar\" x=\"50%\" y=\"15%\" width=\"50%\"", page.ReplaceLineEndings(" "));
        Assert.Contains("href=\"/trace/0000000000000005\">Show the whole trace", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_large_trace_the_spans_near_the_root_come_first_and_the_others_can_be_asked_for()
    {
        var spans = Enumerable.Range(2, 1200).Select(i => new TestSpan { Trace = 5, Id = (ulong)i, Parent = i <= 1001 ? 1u : (ulong)i - 1000, Name = $"s{i}", Status = i == 1201 ? 2 : 0 });
        await Observatory.StoreAsync([new TestSpan { Trace = 5, Id = 1, Name = "root", Duration = 100 * Milli }, .. spans]);

        var some = await PageAsync("/trace/5");
        var all = await PageAsync("/trace/5?rows=10000");
        var part = await PageAsync("/trace/5?under=00000000000000c9");

        Assert.Equal(500, Row().Count(some));
        Assert.Contains("500 of 1201 spans are shown", some, StringComparison.Ordinal);
        Assert.Contains("href=\"/trace/0000000000000005?under=00000000000004b1\">s1201", some, StringComparison.Ordinal);
        Assert.Equal(1201, Row().Count(all));
        Assert.Contains("id=\"span-00000000000004b1\"", part, StringComparison.Ordinal);
        Assert.Equal(2, Row().Count(part));
    }

    [Fact]
    public async Task A_very_large_trace_says_where_to_read_what_its_spans_say()
    {
        await Observatory.StoreAsync([.. Enumerable.Range(1, 1001).Select(i => new TestSpan { Trace = 5, Id = (ulong)i, Parent = i == 1 ? 0UL : 1, Attributes = [("number", i)] })]);

        var all = await PageAsync("/trace/5?rows=10000");

        Assert.DoesNotContain("<td>700</td>", all, StringComparison.Ordinal);
        Assert.Contains("?under=00000000000002bc&amp;rows=1\">What this span says", all, StringComparison.Ordinal);
        Assert.Contains("<td>700</td>", await PageAsync("/trace/5?under=00000000000002bc&rows=1"), StringComparison.Ordinal);
        Assert.Contains("<td>700</td>", await PageAsync("/trace/5?rows=1000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_as_deep_as_it_is_long_is_shown()
    {
        await Observatory.StoreAsync([.. Enumerable.Range(1, 3000).Select(i => new TestSpan { Trace = 5, Id = (ulong)i, Parent = (ulong)i - 1 })]);

        var page = await PageAsync("/trace/5?rows=3000");

        Assert.Equal(3000, Row().Count(page));
        var depth = 0;
        var deepest = Element().Matches(page).Max(e => depth += e.Value.StartsWith("</", StringComparison.Ordinal) ? -1 : 1);
        Assert.Equal(0, depth);
        Assert.InRange(deepest, 1, 400);
    }

    [Fact]
    public async Task The_log_of_a_trace_is_below_it()
    {
        await Observatory.StoreAsync(new TestSpan { Trace = 5, Id = 2 });
        using var answer = await Observatory.ExportAsync(OtlpLog.Request(OtlpLog.Record("it went <wrong>").Bytes(9, TestSpan.TraceBytes(5)).Bytes(10, TestSpan.SpanBytes(2))), "/v1/logs");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var page = await PageAsync("/trace/5");

        AssertInOrder(page, "<h2 id=\"logs\">", "it went &lt;wrong&gt;", "href=\"#span-0000000000000002\"");
    }

    [Fact]
    public async Task Where_the_time_went_is_added_up_by_service_and_operation()
    {
        await Observatory.StoreAsync(
            new TestSpan { Trace = 5, Id = 1, Service = "front", Name = "root", Duration = 100 * Milli },
            new TestSpan { Trace = 5, Id = 2, Parent = 1, Service = "back", Name = "call", Duration = 30 * Milli },
            new TestSpan { Trace = 5, Id = 3, Parent = 1, Service = "back", Name = "call", Start = 50 * Milli, Duration = 40 * Milli, Status = 2 });

        var text = Text((await PageAsync("/trace/5")).Split("Where the time went")[1]);

        AssertInOrder(text, "back call 2 1 70 ms 70 ms", "70 % 70 ms", "front root 1 0 100 ms 30 ms", "30 % 30 ms");
    }

    [Theory]
    [InlineData("rows=0")]
    [InlineData("rows=10001")]
    [InlineData("rows=many")]
    [InlineData("under=zzz")]
    [InlineData("under=77")]
    public async Task A_parameter_that_makes_no_sense_is_said_to_be_wrong(string query)
    {
        await Observatory.StoreAsync(new TestSpan { Trace = 5 });

        var (status, page) = await AnswerAsync("/trace/5?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(query.Split('=')[0], page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_stay_text_and_hostile_sizes_stay_bounded()
    {
        const string hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{0}";
        var large = new string('x', 50_000);
        await Observatory.StoreAsync(
            new TestSpan { Trace = 5, Id = 1, Name = hostile, Service = hostile, Attributes = [(hostile, hostile), ("large", large)], Status = 2, StatusMessage = hostile, TraceState = hostile },
            new TestSpan { Trace = 5, Id = 2, Parent = 1, Name = large, Service = hostile, Links = [.. Enumerable.Range(1, 500).Select(i => ((UInt128)i, (ulong)i))], Events = [.. Enumerable.Range(0, 150).Select(i => (hostile, Milli, new (string, object)[] { (hostile, large) }))] });

        var page = await PageAsync("/trace/5?find=" + Uri.EscapeDataString(hostile));

        AssertSafe(page);
        Assert.InRange(page.Length, 1, 2_000_000);
    }

    [GeneratedRegex("<details class=\"span ")]
    private static partial Regex Row();

    [GeneratedRegex("<details class=\"span [^\"]* found")]
    private static partial Regex Found();

    [GeneratedRegex("</?(div|details)\\b")]
    private static partial Regex Element();
}
