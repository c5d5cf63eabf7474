using System.Globalization;

namespace Soak;

/// <summary>What the program is told on its command line.</summary>
internal sealed record SoakOptions
{
    private const double MaxRate = 300;
    private const double MaxMinutes = 1440;
    private const int MaxFaults = 100;
    private const string SelfTest = "--self-test";

    public static readonly string Usage = $"""
        Soak [--rate WORKFLOWS-PER-SECOND] [--minutes MINUTES] [--latency SCALE] [--spool MEGABYTES] [--faults FAULT,…] [--faketime FILE] [--out FILE]
        Soak {SelfTest} [--out FILE]     a minute and a half with each kind of fault, to see that the program itself works
        By default 4 workflows per second for 5 minutes, and nothing happens. At most {MaxRate} per second, {MaxMinutes / 60} hours and {MaxFaults} faults.
        Faults: {Fault.Usage}
        """;

    /// <summary>How many workflows begin each second.</summary>
    public double WorkflowsPerSecond { get; private init; } = 4;

    /// <summary>How long they do.</summary>
    public TimeSpan Time { get; private init; } = TimeSpan.FromMinutes(5);

    /// <summary>What the simulated models' latency is multiplied by.</summary>
    public double LatencyScale { get; private init; } = 1;

    /// <summary>How much of each service's spans may wait on disk; null: as by default.</summary>
    public int? SpoolMegabytes { get; private init; }

    /// <summary>What happens meanwhile, one after the other, spread evenly over the time.</summary>
    public IReadOnlyList<Fault> Faults { get; private init; } = [];

    /// <summary>The library by which clocks jump; null: where the package has it.</summary>
    public string? FakeTime { get; private init; }

    /// <summary>Where figures are written besides the console.</summary>
    public string? File { get; private init; }

    /// <summary>Those whose clock will jump.</summary>
    public IReadOnlyList<string> JumpingClocks =>
        [.. Faults.Where(fault => fault.Kind == FaultKind.Clock).Select(fault => fault.Resource).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It cannot be used; the message says why.</exception>
    public static SoakOptions Parse(string[] args)
    {
        var options = args.Contains(SelfTest) ? ForSelfTest : new();
        args = [.. args.Where(one => one != SelfTest)];
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} wants a value.");
            options = args[i] switch
            {
                "--rate" => options with { WorkflowsPerSecond = Number(args[i], value, MaxRate) },
                "--minutes" => options with { Time = TimeSpan.FromMinutes(Number(args[i], value, MaxMinutes)) },
                "--latency" => options with { LatencyScale = Number(args[i], value, 1000) },
                "--spool" => options with { SpoolMegabytes = (int)Math.Ceiling(Number(args[i], value, 100_000)) },
                "--faults" => options with { Faults = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Fault.Parse)] },
                "--faketime" => options with { FakeTime = value },
                "--out" => options with { File = value },
                _ => throw new FormatException($"{args[i]} {value} is not known."),
            };
        }

        var lasts = options.Faults.Aggregate(TimeSpan.Zero, (sum, fault) => sum + fault.Lasts);
        return options.Faults.Count > MaxFaults ? throw new FormatException($"{options.Faults.Count} faults: at most {MaxFaults}.")
            : lasts >= options.Time ? throw new FormatException($"The faults last {lasts} together, and all of it {options.Time}: set --minutes to more.")
            : options;
    }

    private static SoakOptions ForSelfTest => new()
    {
        WorkflowsPerSecond = 20,
        Time = TimeSpan.FromSeconds(90),
        LatencyScale = 0.2,
        Faults =
        [
            .. ((string[])
            [
                "kill-cache", "hang-observatory=12", "kill-observatory", "kill-tta-cache-layer", "kill-tta-llm-gateway",
                "kill-tta-workflow-engine", "kill-tta-agent-orchestrator", "disk-full=10",
            ]).Select(Fault.Parse),
        ],
    };

    private static double Number(string option, string text, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw new FormatException($"{option} is '{text}': expected a number above 0, at most {most}.");
}
