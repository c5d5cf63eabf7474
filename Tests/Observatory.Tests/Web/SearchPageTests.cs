using System.Net;
using System.Text.RegularExpressions;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Web;

public sealed partial class SearchPageTests : PageFixture
{
    private static readonly TimeSpan Milli = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Without_traces_the_page_says_where_to_send_them()
    {
        var page = await PageAsync("/search");

        Assert.Contains("No trace has arrived yet", page, StringComparison.Ordinal);
        Assert.Contains(Observatory.Uri(ListenerRoles.OtlpHttp, "/v1/traces").ToString(), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("service=front", "e1")]
    [InlineData("service=back", "e1 e2")]
    [InlineData("service=front&operation=GET+%2F", "e1")]
    [InlineData("service=front&operation=other", "")]
    [InlineData("tags=user%3Da", "e1")]
    [InlineData("tags=user%3D%22b+c%22+n%3D7", "e2")]
    [InlineData("tags=%7B%22user%22%3A%22a%22%7D", "e1")]
    [InlineData("tag=user:a", "e1")]
    [InlineData("error=true", "e2")]
    [InlineData("minDuration=50ms", "e1")]
    [InlineData("maxDuration=5ms&service=back", "e2")]
    [InlineData("start=2026-03-01T12:00:01&end=2026-03-01T12:10", "e2 e3")]
    [InlineData("start=2026-03-01T12:00&end=2026-03-01T12:00:01", "e1")]
    [InlineData("lookback=5m", "")]
    [InlineData("lookback=all", "e1 e2 e3")]
    [InlineData("limit=1", "e3")]
    [InlineData("q=user%3Da", "e1")]
    [InlineData("q=n%3E%3D7", "e2")]
    [InlineData("q=n%3E7", "")]
    [InlineData("q=user%3D~%5Bab%5D&service=back", "e1 e2")]
    [InlineData("q=status%3Dfailed", "e2")]
    [InlineData("outcome=failed", "e2")]
    [InlineData("outcome=recovered", "")]
    [InlineData("q=duration%3E30ms", "e1 e3")]
    [InlineData("sort=longest&limit=1", "e1")]
    [InlineData("sort=errors&limit=1", "e2")]
    [InlineData("service=&operation=&tags=&minDuration=&maxDuration=&start=&end=&limit=100", "e1 e2 e3")]
    public async Task Each_field_of_the_form_narrows_what_is_found(string query, string expected)
    {
        await StoreAsync();

        Assert.Equal(expected, string.Join(' ', Found(await PageAsync("/search?" + query)).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("newest", "e3 e2 e1")]
    [InlineData("longest", "e1 e3 e2")]
    [InlineData("spans", "e1 e3 e2")]
    [InlineData("errors", "e2 e3 e1")]
    public async Task What_is_found_can_be_ordered(string order, string expected)
    {
        await StoreAsync();

        Assert.Equal(expected, string.Join(' ', Found(await PageAsync("/search?sort=" + order))));
    }

    [Fact]
    public async Task The_form_keeps_what_was_asked_for()
    {
        await StoreAsync();

        var page = await PageAsync("/search?service=front&operation=GET+%2F&tag=user:a&tags=n%3D1&minDuration=1ms&lookback=2d&limit=50&sort=longest&error=true");

        AssertInOrder(
            page, "name=\"q\" type=\"search\" value=\"{service=front name=&quot;GET /&quot; user=a n=1 duration&gt;=1ms} errors&gt;0\"", "<option value=\"2d\" selected>",
            "<option value=\"50\" selected>", "<option value=\"longest\" selected>");
        Assert.Contains("<option value=\"\" selected>any</option>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_fields_wrote_is_asked_for_again_as_it_was_understood()
    {
        await StoreAsync();

        var page = await PageAsync("/search?service=back&limit=2&sort=newest");

        Assert.Contains("href=\"/search?limit=2&amp;q=service%3Dback&amp;sort=longest\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_says_of_what_it_is_one()
    {
        await StoreAsync();

        Assert.Contains("1 trace, the longest of all that match in this time", Text(await PageAsync("/search?sort=longest&limit=1")), StringComparison.Ordinal);
        Assert.Contains("1 trace, the newest that match", Text(await PageAsync("/search?limit=1")), StringComparison.Ordinal);
        Assert.Contains(">3 traces <", await PageAsync("/search?sort=longest"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_recovered_and_with_errors_inside_are_three_things()
    {
        await StoreAsync();
        await Observatory.StoreAsync(
            new TestSpan { Trace = 0xe4, Id = 1, Service = "back", Start = 6000 * Milli }, new TestSpan { Trace = 0xe4, Id = 2, Parent = 1, Start = 6000 * Milli, Status = 2 });

        Assert.Equal(["e2"], Found(await PageAsync("/search?outcome=failed")));
        Assert.Equal(["e4"], Found(await PageAsync("/search?outcome=recovered")));
        Assert.Equal(["e4", "e2"], Found(await PageAsync("/search?outcome=errors")));
        AssertInOrder(await PageAsync("/search"), ">recovered</span> <small>1 error inside</small>", ">ok</span>", ">failed</span> <small>1 error inside</small>");
    }

    [Fact]
    public async Task What_is_found_can_be_grouped_and_each_cell_is_the_search_that_it_counts()
    {
        await StoreAsync();

        var page = await PageAsync("/search?group=user&lookback=all");

        AssertInOrder(Text(page), "3 traces, by user", "Traces Failed of them Recovered Median p95 Cost", " a 1 0 0.0% 0 100 ms 100 ms", " b c 1 1 100.0% 0 5", "without it 1 0");
        Assert.Contains("href=\"/search?lookback=all&amp;q=user%3Da&amp;sort=newest\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/search?lookback=all&amp;q=user%3D%22b%20c%22%20status%3Dfailed&amp;sort=newest\"", page, StringComparison.Ordinal);
        Assert.Equal(["e2"], Found(await PageAsync("/search?lookback=all&q=user%3D%22b%20c%22%20status%3Dfailed&sort=newest")));
        AssertInOrder(Text(await PageAsync("/search?group=status")), " ok 2 0", " failed 1 1");
        AssertInOrder(Text(await PageAsync("/search?group=service&q=errors%3E0")), " back 1 1");
    }

    [Fact]
    public async Task A_trace_whose_root_is_on_its_way_has_no_outcome_yet()
    {
        var now = DateTimeOffset.UtcNow - TestSpan.Epoch;
        await Observatory.StoreAsync(new TestSpan { Trace = 0xe5, Id = 2, Parent = 1, Start = now }, new TestSpan { Trace = 0xe6, Id = 2, Parent = 1 });

        AssertInOrder(await PageAsync("/search"), "arriving …", ">ok</span>");
    }

    [Fact]
    public async Task The_field_is_completed_with_the_attributes_that_there_are()
    {
        await StoreAsync();

        var page = await PageAsync("/search");

        AssertInOrder(
            page, "list=\"search-words\"", "<datalist id=\"search-words\">", "value=\"status=failed\"", "value=\"service=back\"", "value=\"n=\"", "value=\"n=7\"",
            "value=\"user=a\"", "value=\"user=&quot;b c&quot;\"", "</datalist>");
    }

    [Fact]
    public async Task The_operations_of_the_chosen_service_are_suggested()
    {
        await StoreAsync();

        Assert.Equal(["GET /"], Suggested(await PageAsync("/search?service=front")));
        Assert.Equal(["GET /", "call", "job"], Suggested(await PageAsync("/search")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_row_says_what_a_trace_is_made_of_and_leads_to_it()
    {
        await StoreAsync();

        var page = await PageAsync("/search?service=front");

        AssertInOrder(page, "href=\"/trace/00000000000000e1\"", "front <strong>GET /</strong>", "100 ms", "<td class=\"n\">3</td>", "back 2</span>", "front 1</span>");
        Assert.Equal(1, Point().Count(page));
    }

    [Fact]
    public async Task Two_traces_can_be_picked_to_compare_without_a_script()
    {
        await StoreAsync();

        var page = await PageAsync("/search");

        AssertInOrder(page, "<form action=\"/compare\">", "name=\"a\" value=\"00000000000000e3\"", "name=\"b\" value=\"00000000000000e3\"", "name=\"a\" value=\"00000000000000e2\"");
    }

    [Fact]
    public async Task When_there_may_be_more_the_page_leads_on()
    {
        await StoreAsync();

        var page = await PageAsync("/search?limit=2&service=back");
        Assert.DoesNotContain("e3", Found(page));
        var next = WebUtility.HtmlDecode(Next().Match(await PageAsync("/search?limit=2")).Groups[1].Value);
        Assert.Equal(3, Found(await PageAsync(next)).Count);
    }

    [Theory]
    [InlineData("minDuration=soon", "minDuration")]
    [InlineData("minDuration=2s&maxDuration=1s", "maxDuration")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=100000", "limit")]
    [InlineData("tags=novalue", "tags")]
    [InlineData("tags=a%3D%22open", "tags")]
    [InlineData("sort=best", "sort")]
    [InlineData("q=n%3E%3Dmuch", "search, character 1: n")]
    [InlineData("outcome=odd", "status")]
    [InlineData("lookback=soon", "lookback")]
    [InlineData("start=soon", "start")]
    public async Task A_parameter_that_makes_no_sense_is_said_to_be_wrong_above_the_form_as_it_was(string query, string name)
    {
        var (status, page) = await AnswerAsync("/search?operation=kept&" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Matches($"<p class=\"notice error\">[^<]*{name}", page);
        Assert.Contains("value=\"kept\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_and_parameters_stay_text()
    {
        const string hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{0}";
        await Observatory.StoreAsync(new TestSpan { Trace = 1, Service = hostile, Name = hostile });
        var escaped = Uri.EscapeDataString(hostile);

        AssertSafe(await PageAsync("/search"));
        AssertSafe(await PageAsync($"/search?service={escaped}&operation={escaped}"));
        AssertSafe((await AnswerAsync($"/search?tags={escaped}&sort={escaped}&lookback={escaped}&start={escaped}&tag={escaped}")).Page);
        AssertSafe((await AnswerAsync($"/search?q={escaped}")).Page);
        AssertSafe((await AnswerAsync($"/search?group={escaped[..20]}")).Page);
        AssertSafe(await PageAsync($"/search?tag={Uri.EscapeDataString("a:" + hostile)}"));
    }

    private static IEnumerable<string> Suggested(string page) =>
        Suggestion().Matches(page[page.IndexOf("<datalist id=\"operations\">", StringComparison.Ordinal)..]).Select(m => m.Groups[1].Value);

    private static List<string> Found(string page) => [.. Row().Matches(page).Select(m => m.Groups[1].Value)];

    private Task StoreAsync() => Observatory.StoreAsync(
        new TestSpan { Trace = 0xe1, Id = 1, Service = "front", Name = "GET /", Duration = 100 * Milli, Attributes = [("user", "a")] },
        new TestSpan { Trace = 0xe1, Id = 2, Parent = 1, Service = "back", Name = "call" },
        new TestSpan { Trace = 0xe1, Id = 3, Parent = 1, Service = "back", Name = "call" },
        new TestSpan { Trace = 0xe2, Id = 1, Service = "back", Name = "job", Start = 2000 * Milli, Duration = 5 * Milli, Status = 2, Attributes = [("user", "b c"), ("n", 7)] },
        new TestSpan { Trace = 0xe3, Id = 1, Service = "side", Name = "job", Start = 4000 * Milli, Duration = 40 * Milli },
        new TestSpan { Trace = 0xe3, Id = 2, Parent = 1, Service = "side", Name = "job", Start = 4000 * Milli });

    [GeneratedRegex("<td><a href=\"/trace/0{14}([0-9a-f]+)\"")]
    private static partial Regex Row();

    [GeneratedRegex("<option value=\"([^\"]*)\"></option>")]
    private static partial Regex Suggestion();

    [GeneratedRegex("<circle ")]
    private static partial Regex Point();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]*)\"")]
    private static partial Regex Next();
}
