namespace Tta.AppHost;

/// <summary>What Observatory's home page shows of this system: the questions that a person comes with, each with the panel that answers it.</summary>
internal static class HomePage
{
    /// <summary>The questions, in the order of the page, each as <c>question = board/panel</c>.</summary>
    public static IReadOnlyList<string> Questions { get; } =
    [
        "Is it working? = 01-system-overview/Health score",
        "Which workflow is slow? = 00-agent-observability/Ten slowest workflows",
        "Which step in it? = 02-primitive-drilldown/Where the time goes",
        "Why are requests failing? = 04-errors/Why runs fail",
        "Which model costs most an hour, now? = 05-cost-efficiency/Cost by model",
        "What am I spending? = 05-cost-efficiency/Spent in 24 hours and in 7 days",
        "What does the cache save? = 05-cost-efficiency/Saved per hour",
        "What calls what? = 03-dependencies/Services",
    ];
}
