using System.Text.RegularExpressions;
using Observatory.Web;

namespace Observatory.Tests.Web;

public sealed partial class ChromeTests
{
    [Theory]
    [InlineData("Home", null, "Home")]
    [InlineData("Trace 1", "Traces", "Traces")]
    [InlineData("Not found", null, null)]
    public void The_navigation_says_where_one_is(string title, string? section, string? current)
    {
        var page = HtmlWriter.Page(title, section).End();

        var marked = Current().Matches(page).Select(m => m.Groups[1].Value);
        Assert.Equal(current is null ? [] : [current], marked);
        Assert.All((string[])["/", "/dashboards", "/search", "/map", "/logs"], path => Assert.Contains($"<a href=\"{path}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_content_can_be_reached_past_the_navigation()
    {
        var page = HtmlWriter.Page("Home").End();

        Assert.True(page.IndexOf("href=\"#main\"", StringComparison.Ordinal) < page.IndexOf("<nav", StringComparison.Ordinal));
        Assert.Contains("<main id=\"main\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_theme_is_set_before_the_page_is_painted()
    {
        var page = HtmlWriter.Page("Home").End();

        var early = page.IndexOf("<script src=\"/assets/theme.js\"", StringComparison.Ordinal);
        Assert.InRange(early, 0, page.IndexOf("<link rel=\"stylesheet\"", StringComparison.Ordinal));
        Assert.Contains("<script type=\"module\" src=\"/assets/page.js\"", page, StringComparison.Ordinal);
        Assert.Equal(PageAssets.Scripts.Count + 1, Script().Count(page));
        Assert.Equal(PageAssets.Scripts.Count, Module().Count(page));
    }

    [Fact]
    public void What_is_put_into_a_page_is_text_and_what_the_source_says_is_markup()
    {
        var page = HtmlWriter.Page("<b>");
        FormattableString prepared = $"<i>{"<i>"}</i>";
        page.Add($"<p title=\"{"\"><script>"}\">{"{0} & {1} 'é' 日本"} {1234.5:0.00} {true} {(string?)null}</p>{{}}");
        page.Add(prepared);

        var html = page.End();

        Assert.Contains("<h1>&lt;b&gt;</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<p title=\"&quot;&gt;&lt;script&gt;\">{0} &amp; {1} &#x27;é&#x27; 日本 1234.50 True </p>{}", html, StringComparison.Ordinal);
        Assert.Contains("<i>&lt;i&gt;</i>", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<a href=\"[^\"]*\" aria-current=\"page\">([^<]*)</a>")]
    private static partial Regex Current();

    [GeneratedRegex("<script ")]
    private static partial Regex Script();

    [GeneratedRegex("<script type=\"module\" ")]
    private static partial Regex Module();
}
