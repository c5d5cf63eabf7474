using Observatory.Html;

namespace Observatory.Charts;

/// <summary>Something that can be drawn into a page. It fills the width that it is given, and the height where there is one.</summary>
internal interface IChart
{
    /// <summary>Adds the markup.</summary>
    void AddTo(HtmlWriter page);
}
