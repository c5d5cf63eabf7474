using System.Reflection;
using Tta.Primitives;

namespace Tta.DemoWorkers.Tests.Documentation;

/// <summary>docs/metrics.md lists what is emitted, because it is written from what is emitted.</summary>
public sealed class MetricsPageTests
{
    private const string Begin = "<!-- written by MetricsPageTests, from here -->\n\n";
    private const string End = "\n<!-- to here -->";

    [Fact]
    public void The_page_is_the_one_that_the_names_give()
    {
        var file = Repository.PathOf("docs", "metrics.md");
        var page = File.ReadAllText(file);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        var written = MetricsPage.Write();
        if (Environment.GetEnvironmentVariable("ACCEPT_METRICS_PAGE") == "1")
        {
            page = page[..from] + written + page[to..];
            File.WriteAllText(file, page);
            to = page.IndexOf(End, StringComparison.Ordinal);
        }

        // On purpose? Run this test once with ACCEPT_METRICS_PAGE=1 and commit the page.
        Assert.Equal(written, page[from..to]);
    }

    [Fact]
    public void Every_instrument_is_on_it_once()
    {
        var listed = DocumentedSeries.Sections.SelectMany(section => section.Series).Select(series => series.Instrument).ToList();

        Assert.Equal(MetricsPage.Instruments().Keys.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_name_of_the_library_is_on_it()
    {
        var listed = DocumentedSeries.Sections.SelectMany(section => section.Series).Select(series => series.Instrument).ToHashSet();

        Assert.Empty(Constants(typeof(TtaNames.Instruments)).Except(listed));
    }

    [Fact]
    public void A_note_is_about_a_label_that_the_series_has() =>
        Assert.All(
            DocumentedSeries.Sections.SelectMany(section => section.Series),
            series => Assert.Empty(series.Notes.Select(note => note.Label).Except(series.LabelKeys)));

    private static IEnumerable<string> Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)
        .Concat(type.GetNestedTypes().SelectMany(Constants));
}
