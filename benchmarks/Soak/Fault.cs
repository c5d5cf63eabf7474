using System.Globalization;
using GameDays;

namespace Soak;

/// <summary>Something that happens to the system while it works.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Resource">To whom it happens.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Lasts">How long.</param>
/// <param name="Aftermath">How much longer it may be felt.</param>
/// <param name="Begin">Lets it happen.</param>
/// <param name="End">Ends it.</param>
internal sealed record Fault(
    string Name, string Resource, FaultKind Kind, TimeSpan Lasts, TimeSpan Aftermath,
    Action<SystemUnderTest, Clocks?> Begin, Action<SystemUnderTest, Clocks?> End)
{
    private const double DefaultHangSeconds = 20;
    private const double MaxSeconds = 3600;
    private const double MaxJumpSeconds = 300;

    private static readonly string[] Processes =
    [
        "cache", "prometheus", "observatory", "tta-cache-layer", "tta-llm-gateway", "tta-workflow-engine", "tta-agent-orchestrator",
    ];

    private static readonly TimeSpan ClockLasts = TimeSpan.FromSeconds(20);

    public static string Usage => $"""
        kill-RESOURCE (kill -9), hang-RESOURCE=SECONDS (kill -STOP and -CONT; {DefaultHangSeconds} unless said), disk-full=SECONDS,
        clock-SERVICE=SECONDS (its clock jumps by so many, forwards or, with a -, backwards, at most
        {MaxJumpSeconds}, and {ClockLasts.TotalSeconds} s later back again).
        RESOURCE is one of {string.Join(", ", Processes)}; SERVICE one of those that begin with tta-.
        """;

    /// <summary>Reads a fault's name, with a number of seconds where one can be said.</summary>
    /// <exception cref="FormatException">There is no such fault.</exception>
    public static Fault Parse(string text)
    {
        var (name, seconds) = text.Split('=') switch
        {
            [var only] => (only, DefaultHangSeconds),
            [var named, var said] when double.TryParse(
                said, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number != 0 && Math.Abs(number) <= MaxSeconds => (named, number),
            _ => throw new FormatException($"'{text}' is no fault: expected NAME or NAME=SECONDS, at most {MaxSeconds}."),
        };
        return name.Split('-', 2) switch
        {
            ["kill", var resource] when Processes.Contains(resource) && seconds > 0 =>
                new(text, resource, FaultKind.Kill, TimeSpan.Zero, TimeSpan.Zero, (system, _) => system.Kill(resource), (_, _) => { }),
            ["hang", var resource] when Processes.Contains(resource) && seconds > 0 => new(
                text, resource, FaultKind.Hang, TimeSpan.FromSeconds(seconds), TimeSpan.Zero,
                (system, _) => system.Hang(resource, true), (system, _) => system.Hang(resource, false)),
            ["disk", "full"] when seconds > 0 => new(
                text, "observatory", FaultKind.DiskFull, TimeSpan.FromSeconds(seconds), TimeSpan.Zero,
                (system, _) => system.FillDisk(true), (system, _) => system.FillDisk(false)),

            // Metrics whose time is before that of the last ones are not taken, as a collector does not, until time has caught up.
            ["clock", var resource] when Processes.Contains(resource) && resource.StartsWith("tta-", StringComparison.Ordinal)
                && Math.Abs(seconds) <= MaxJumpSeconds => new(
                text, resource, FaultKind.Clock, ClockLasts, TimeSpan.FromSeconds(Math.Abs(seconds)),
                (_, clocks) => clocks!.Jump(resource, seconds), (_, clocks) => clocks!.Jump(resource, 0)),
            _ => throw new FormatException($"There is no fault '{text}'. Faults: {Usage.Trim()}"),
        };
    }
}
