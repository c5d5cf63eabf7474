using Observatory.Html;

namespace Observatory.Charts.Values;

/// <summary>A chart of values beside each other, each drawn alike.</summary>
internal abstract record ValueChart : IChart
{
    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The values.</summary>
    public IReadOnlyList<ChartValue> Values { get; init; } = [];

    /// <summary>Said when there is no value.</summary>
    public string NoValue { get; init; } = "No data";

    /// <summary>The most values that are drawn.</summary>
    protected virtual int Most => 60;

    /// <inheritdoc/>
    public void AddTo(HtmlWriter page)
    {
        page.Add($"<figure class=\"chart {Css}\">");
        if (Values.Count == 0)
        {
            page.Add($"<p class=\"chart-empty\">{NoValue}</p></figure>");
            return;
        }

        Add(page, [.. Values.Take(Most)]);
        if (Values.Count > Most)
        {
            page.Add($"<p class=\"chart-note\">{Most} of {Values.Count} values are shown.</p>");
        }

        page.Add($"</figure>");
    }

    /// <summary>The classes of its figure.</summary>
    protected abstract string Css { get; }

    /// <summary>Adds the values, of which there is one at least.</summary>
    protected abstract void Add(HtmlWriter page, IReadOnlyList<ChartValue> values);
}
