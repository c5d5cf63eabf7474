using System.Text.RegularExpressions;
using Observatory.Charts.Formats;
using Observatory.Charts.Heatmaps;

namespace Tta.Observatory.Tests.Charts;

public sealed partial class ChartColorTests
{
    [Theory]
    [InlineData("green", "c-green", "inherit", "c-green")]
    [InlineData("semi-dark-Orange", "c-semi-dark-orange", "inherit", "c-semi-dark-orange")]
    [InlineData("#F2495C", "c-own", "#f2495c", "c-red")]
    [InlineData("#08f", "c-own", "#0088ff", "c-blue")]
    [InlineData("#73bf6980", "c-own", "#73bf69", "c-green")]
    [InlineData("rgba(255, 152, 48, 0.5)", "c-own", "#ff9830", "c-orange")]
    [InlineData("#777", "c-own", "#777777", "c-gray")]
    [InlineData("#12345", "c-text", "inherit", "c-text")]
    [InlineData("red\" onload=\"x", "c-text", "inherit", "c-text")]
    [InlineData("rgb(1,2)", "c-text", "inherit", "c-text")]
    [InlineData("url(/x)", "c-text", "inherit", "c-text")]
    [InlineData(null, "c-text", "inherit", "c-text")]
    public void A_colour_is_a_class_or_its_components(string? text, string css, string attribute, string nearest)
    {
        var color = ChartColor.Parse(text);

        Assert.Equal((css, attribute, nearest), (color.CssClass, color.Attribute, color.TextClass));
    }

    [Fact]
    public void The_style_sheet_knows_every_colour_and_every_shade()
    {
        var style = StyleSheet();

        var known = ClassRule().Matches(style).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.Empty(ChartColor.Classes.Except(known));
        Assert.Empty(Enumerable.Range(0, 100).Select(i => ChartColor.Palette(i).CssClass).Except(known));
        Assert.All(Enumerable.Range(1, HeatmapDrawing.Shades), shade => Assert.Contains($".heat .h{shade} {{", style, StringComparison.Ordinal));
        Assert.All((string[])["Oranges", "Blues", "Greens", "Reds", "Purples", "Greys", "RdYlGn", "Spectral", "unheard-of"],
            scheme => Assert.Contains($".{HeatmapDrawing.SchemeClass(scheme)} {{", style, StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_colours_of_the_palette_differ() =>
        Assert.Equal(24, Enumerable.Range(0, 24).Select(i => ChartColor.Palette(i).CssClass).Distinct().Count());

    [Fact]
    public void A_value_has_the_colour_of_the_highest_step_below_it()
    {
        Threshold[] steps = [new(2, ChartColor.Parse("red")), new(double.NegativeInfinity, ChartColor.Parse("green")), new(1, ChartColor.Parse("yellow"))];

        Assert.Equal(["c-green", "c-yellow", "c-red", null], ((double[])[-5, 1, 1e9, double.NaN]).Select(v => Threshold.ColorOf(steps, v)?.CssClass));
    }

    [Theory]
    [InlineData("/d/x?a=b", true)]
    [InlineData("https://example.org/", true)]
    [InlineData("?a=1", true)]
    [InlineData("//example.org", false)]
    [InlineData("/\\example.org", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("", false)]
    public void Only_addresses_of_pages_become_links(string href, bool safe) => Assert.Equal(safe, new ChartLink(href, "").IsSafe);

    private static string StyleSheet()
    {
        using var stream = typeof(ChartColor).Assembly.GetManifestResourceStream("Observatory.Html.Assets.charts.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^\.(c-[a-z-]+) \{ color: ", RegexOptions.Multiline)]
    private static partial Regex ClassRule();
}
