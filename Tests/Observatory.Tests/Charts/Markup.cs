using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Observatory.Charts;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Charts;

/// <summary>What a chart writes, read as XML: what is not well formed fails here.</summary>
internal sealed class Markup
{
    private static readonly HashSet<string> Numbers =
        ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "font-size", "stroke-width", "fill-opacity", "viewBox", "stroke-dasharray"];

    private Markup(string text)
    {
        Text = text;
        using var reader = XmlReader.Create(new StringReader(text), new() { CheckCharacters = false });
        Root = XDocument.Load(reader).Root!;
    }

    public string Text { get; }

    public XElement Root { get; }

    public static Markup Of(IChart chart)
    {
        var text = Written.By(chart.AddTo);
        return new(text[..(text.LastIndexOf("</figure>", StringComparison.Ordinal) + "</figure>".Length)]);
    }

    public IEnumerable<XElement> Elements(string name, string? css = null) =>
        Root.DescendantsAndSelf().Where(e => e.Name.LocalName == name && (css is null || Classes(e).Contains(css)));

    public static string[] Classes(XElement element) => ((string?)element.Attribute("class") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static double Number(XElement element, string attribute) =>
        double.Parse(((string?)element.Attribute(attribute))!.TrimEnd('%'), CultureInfo.InvariantCulture);

    /// <summary>The corners of a path, without the points that only bend it.</summary>
    public static List<(double X, double Y)> Corners(string path)
    {
        List<(double, double)> corners = [];
        foreach (var part in path.Replace("M", "L", StringComparison.Ordinal).Replace("h0", "", StringComparison.Ordinal).Replace("Z", "", StringComparison.Ordinal).Split('L', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = part.Split(' ');
            corners.Add((double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture)));
        }

        return corners;
    }

    /// <summary>Asserts what holds for every chart: numbers are numbers, and nothing is in it that the page's policy forbids.</summary>
    public void AssertSound()
    {
        foreach (var attribute in Root.DescendantsAndSelf().Attributes())
        {
            var name = attribute.Name.LocalName;
            Assert.False(name == "style" || name.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"{name}={attribute.Value}");
            if (Numbers.Contains(name) && attribute.Value != "none")
            {
                foreach (var number in attribute.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
                {
                    Assert.True(double.TryParse(number.Replace("%", "", StringComparison.Ordinal).Replace("em", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var value) && double.IsFinite(value), $"{name}={attribute.Value}");
                }
            }

            if (name is "width" or "height" or "r" or "stroke-width")
            {
                Assert.False(attribute.Value.StartsWith('-'), $"{name}={attribute.Value}");
            }

            if (name == "d")
            {
                Assert.Matches("^(|[MLHVhvACZz][-0-9. ]*([MLHVhvACZz][-0-9. ]*)*)$", attribute.Value);
            }

            if (name == "href")
            {
                Assert.Matches("^(/|#|[?]|https?:)", attribute.Value);
            }
        }

        Assert.Empty(Elements("script"));
        Assert.Empty(Elements("img"));
        Assert.Empty(Elements("foreignObject"));
    }
}
