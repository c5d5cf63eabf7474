using Tta.Dashboards.Tests.Reading;

namespace Tta.Dashboards.Tests;

/// <summary>The questions that must be answered at a glance, and where: no scrolling on a screen of 1920 × 1080.</summary>
public sealed class FiveSecondsTests
{
    // A grid row is 30 pixels high with 8 between; Grafana's own bars above the panels take about 130.
    private const int RowHeight = 38;
    private const int AboveThePanels = 130;
    private const int Screen = 1080;

    [Theory]
    [InlineData("Is it working?", "01-system-overview", "", "Health score", "tta:health_score")]
    [InlineData("Is it working? (the first board)", "00-agent-observability", "Overview", "Health score", "tta:health_score")]
    [InlineData("Which workflow is slow?", "00-agent-observability", "Workflows", "Ten slowest workflows", "tta:workflow_p95_seconds")]
    [InlineData("Which step in it is slow?", "00-agent-observability", "Primitives", "Five slowest primitives", "tta:primitive_p95_seconds")]
    [InlineData("Which step in it is slow? (chosen workflow)", "02-primitive-drilldown", "", "Where the time goes", "tta_execution_own_seconds_sum")]
    [InlineData("Why are requests failing?", "04-errors", "", "Why runs fail", "tta:workflow_failures_total")]
    [InlineData("Which model costs most?", "05-cost-efficiency", "", "Cost by model", "tta_llm_cost_dollars_total")]
    [InlineData("What am I spending?", "05-cost-efficiency", "", "Spent in 24 hours and in 7 days", "tta_llm_cost_dollars_total")]
    [InlineData("What does the cache save?", "05-cost-efficiency", "", "Saved per hour", "tta_cache_savings_per_hour_dollars")]
    [InlineData("What calls what?", "00-agent-observability", "Overview", "Service map", "tta_primitive_connections_total")]
    public void A_question_is_answered_without_scrolling(string question, string board, string section, string title, string series)
    {
        var panel = BoardFile.Named(board).Panels.Single(panel => panel.Title == title);

        Assert.Equal(section, panel.Section);
        Assert.Contains(panel.Expressions, expression => expression.Contains(series, StringComparison.Ordinal));
        var bottom = AboveThePanels + ((panel.Position.Y + panel.Position.Height) * RowHeight);
        Assert.True(bottom <= Screen, $"'{question}' is answered by {panel}, which ends {bottom} pixels down");
    }
}
