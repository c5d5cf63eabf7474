using Observatory.Dashboards.Pages;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Sources;
using Observatory.Traces.Query;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Dashboards;

public sealed class SourceTests
{
    [Fact]
    public void Stream_selectors_label_filters_and_line_filters_are_read()
    {
        var query = LogQl.Parse("""{service_name=~"a-.+", job!="b"} | level=~"warn|error" | trace_id="x" |= "text" != "other" |~ `\d+` !~ "no"  and span_id = "y" """);

        Assert.Equal([("service_name", "=~", "a-.+"), ("job", "!=", "b"), ("level", "=~", "warn|error"), ("trace_id", "=", "x"), ("span_id", "=", "y")], query.Labels.Select(l => (l.Name, l.Operation, l.Value)));
        Assert.Equal([("=", "text"), ("!=", "other"), ("=~", "\\d+"), ("!~", "no")], query.Lines.Select(l => (l.Operation, l.Value)));
    }

    [Theory]
    [InlineData("=~", "a-.+", "a-1", true)]
    [InlineData("=~", "a-.+", "b-a-1", false)]
    [InlineData("!~", "a-.+", "b", true)]
    [InlineData("=", "a", "ab", false)]
    [InlineData("!=", "a", "ab", true)]
    public void A_labels_pattern_is_about_the_whole_value(string operation, string value, string text, bool expected) => Assert.Equal(expected, new LogQl.Condition("l", operation, value).Holds(text));

    [Theory]
    [InlineData("=", "b", "abc", true)]
    [InlineData("!=", "b", "abc", false)]
    [InlineData("=~", "b$", "abc", false)]
    [InlineData("!~", "b$", "abc", true)]
    public void A_lines_pattern_is_about_a_part_of_it(string operation, string value, string text, bool expected) => Assert.Equal(expected, new LogQl.Condition("", operation, value).Holds(text));

    [Theory]
    [InlineData("rate({a=\"b\"}[5m])", "only queries that begin with a stream selector")]
    [InlineData("{a=\"b\"} | json", "json is not answered here")]
    [InlineData("{a=\"b\"} | json | x=\"y\"", "json is not answered here")]
    [InlineData("{a=\"b\"} | x > 5", "x is not answered here")]
    [InlineData("{a=\"b", "a text has no end")]
    [InlineData("{a=~\"[\"}", "LogQL: ")]
    [InlineData("{a=\"b\"} ;", "';' is not understood")]
    [InlineData("{a=\"b\"} |=", "a text in quotes is missing")]
    public void What_is_not_answered_is_said(string query, string message) => Assert.Contains(message, Assert.Throws<FormatException>(() => LogQl.Parse(query)).Message, StringComparison.Ordinal);

    [Fact]
    public void Tags_are_written_as_in_Grafanas_search() =>
        Assert.Equal([new("error", "true"), new("name", "a b"), new("x", "")], TagText.Parse(" error=true name=\"a b\" x="));

    [Theory]
    [InlineData("""{"a":{"datasource":"jaeger","queries":[{"refId":"A","query":"000000000000000000000000000000ab"}]}}""", "/trace/00000000000000ab")]
    [InlineData("""{"a":{"datasource":"loki","queries":[{"expr":"{service_name=~\"x-.+\"} | trace_id=\"abc\""}]}}""", "/logs?trace=abc")]
    [InlineData("""{"a":{"datasource":"loki","queries":[{"expr":"{service_name=\"a b\"} | detected_level=\"error\" |= \"te&xt\""}]}}""", "/logs?service=a%20b&level=error&text=te%26xt")]
    [InlineData("""{"a":{"datasource":"jaeger","queries":[{"queryType":"search","service":"s","operation":"o","tags":"error=true"}]}}""", "/search?service=s&operation=o&tags=error%3Dtrue")]
    [InlineData("""{"a":{"datasource":"prometheus","queries":[{"expr":"up"}]}}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    public void Links_to_Explore_lead_to_the_page_that_answers(string panes, string? target) => Assert.Equal(target, ExploreRedirect.Target(panes, ""));

    [Theory]
    [InlineData("""{"datasource":"jaeger","queries":[{"query":"ab"}],"range":{"from":"now-1h","to":"now"}}""")]
    [InlineData("""["now-1h","now","jaeger",{"query":"ab"}]""")]
    public void Old_links_to_Explore_are_understood(string left) => Assert.Equal("/trace/00000000000000ab", ExploreRedirect.Target("", left));

    [Theory]
    [InlineData("**b** *i* `c`", "<p><strong>b</strong> <em>i</em> <code>c</code></p>")]
    [InlineData("# Head\ntext\nmore\n\n- one\n- two **x**\n1. first", "<h4>Head</h4><p>text\nmore</p><ul><li>one</li><li>two <strong>x</strong></li><li>first</li></ul>")]
    [InlineData("```\n<b> **x**\n```", "<pre tabindex=\"0\">&lt;b&gt; **x**</pre>")]
    [InlineData("[a](/d/x?y=1&z=2)", "<p><a href=\"/d/x?y=1&amp;z=2\" rel=\"noreferrer\">a</a></p>")]
    [InlineData("[a](javascript:alert)", "<p>[a](javascript:alert)</p>")]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("2 * 3 * 4 ** 5", "<p>2 * 3 * 4 ** 5</p>")]
    public void Markdown_is_a_small_part_and_markup_is_text(string text, string expected) =>
        Assert.Equal(expected, Written.By(page => Markdown.Add(page, text)));
}
