namespace Tta.Dashboards.Model;

/// <summary>Grafana's names of the units used here. Series are in base units; Grafana scales them.</summary>
internal static class Unit
{
    public const string Seconds = "s";
    public const string Bytes = "bytes";
    public const string Dollars = "currencyUSD";

    /// <summary>A share, 0 to 1, shown as a percentage.</summary>
    public const string Ratio = "percentunit";

    /// <summary>A score, 0 to 100, shown as a percentage.</summary>
    public const string Percent = "percent";

    public const string Count = "short";
    public const string PerSecond = "ops";

    /// <summary>0 or 1, shown as words by a value mapping.</summary>
    public const string State = "none";

    /// <summary>For panels that show text, traces or logs and no numbers of ours.</summary>
    public const string Text = "string";
}
