using System.Text.RegularExpressions;
using Observatory.Html;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Web;

public sealed partial class ChromeTests
{
    [Theory]
    [InlineData("Home", null, "Home")]
    [InlineData("Trace 1", "Traces", "Traces")]
    [InlineData("Not found", null, null)]
    public async Task The_navigation_says_where_one_is(string title, string? section, string? current)
    {
        var page = await Written.PageAsync(title, section);

        var marked = Current().Matches(page).Select(m => m.Groups[1].Value);
        Assert.Equal(current is null ? [] : [current], marked);
        Assert.All((string[])["/", "/dashboards", "/search", "/map", "/logs"], path => Assert.Contains($"<a href=\"{path}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_content_can_be_reached_past_the_navigation()
    {
        var page = await Written.PageAsync("Home");

        Assert.True(page.IndexOf("href=\"#main\"", StringComparison.Ordinal) < page.IndexOf("<nav", StringComparison.Ordinal));
        Assert.Contains("<main id=\"main\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_theme_is_set_before_the_page_is_painted()
    {
        var page = await Written.PageAsync("Home");

        var early = page.IndexOf("<script src=\"/assets/theme.js\"", StringComparison.Ordinal);
        Assert.InRange(early, 0, page.IndexOf("<link rel=\"stylesheet\"", StringComparison.Ordinal));
        Assert.Contains("<script type=\"module\" src=\"/assets/page.js\"", page, StringComparison.Ordinal);
        Assert.Equal(PageAssets.Scripts.Count + 1, Script().Count(page));
        Assert.Equal(PageAssets.Scripts.Count, Module().Count(page));
    }

    [Fact]
    public async Task What_is_put_into_a_page_is_text_and_what_the_source_says_is_markup()
    {
        var html = await Written.PageAsync("<b>", null, page =>
        {
            page.Add($"<p title=\"{"\"><script>"}\">{"{0} & {1} 'é' 日本"} {1234.5:0.00} {true} {(string?)null}</p>{{}}");
            page.Add($"<i{new HtmlFlag("hidden", true)}{new HtmlFlag("lang", false)}>{new string('<', 20_000)}</i>");
        });

        Assert.Contains("<h1>&lt;b&gt;</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<p title=\"&quot;&gt;&lt;script&gt;\">{0} &amp; {1} &#x27;é&#x27; 日本 1234.50 True </p>{}", html, StringComparison.Ordinal);
        Assert.Contains($"<i hidden>{string.Concat(Enumerable.Repeat("&lt;", 20_000))}</i>", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<a href=\"[^\"]*\" aria-current=\"page\">([^<]*)</a>")]
    private static partial Regex Current();

    [GeneratedRegex("<script ")]
    private static partial Regex Script();

    [GeneratedRegex("<script type=\"module\" ")]
    private static partial Regex Module();
}
