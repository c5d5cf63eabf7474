using System.Globalization;

namespace ManifestHost.CommandLine;

/// <summary>The command line, taken apart.</summary>
internal sealed class CommandLineOptions
{
    public const string Usage =
        """
        Runs an Aspire manifest as plain processes of this machine.

        ManifestHost up        start everything and show it; Ctrl+C stops it
            --detach               in the background: returns when every resource is healthy
            --ports random         use free ports only, none of the well-known ones
            --port RES.BINDING=N   this binding on this port, or not at all
            --set RES.env.NAME=V   an environment variable that wins over manifest and overlay
            --configuration C      run this build of the projects (default Release)
        ManifestHost stop      end it, whatever its state
        ManifestHost status    show the table once
        ManifestHost wait      return when all of it is healthy, or something has failed for good
            --timeout SECONDS      or when so long has passed (default 600)
        ManifestHost packages  name the system packages that the programs come from
            --missing              only of programs that are not installed
            --manager apt|brew     names for this package manager

        Everywhere:
            --manifest FILE        default aspire-manifest.json
            --overlay FILE         default the manifest's name with .local.json, if it is there
            --run-dir DIR          default .run beside the manifest

        Exit codes: 0 done (status: all healthy) · 1 a resource failed (status: not all healthy)
                    2 cannot be run as asked, nothing was started · 3 status: nothing runs · 130 interrupted while starting
        """;

    private const string DetachOption = "--detach";
    private const string BackgroundHostOption = "--background-host";

    private static readonly string[] Verbs = ["up", "stop", "status", "wait", "packages"];

    public required string Verb { get; init; }

    public LocalStackOptions Stack { get; } = new();

    /// <summary>Start in the background.</summary>
    public bool Detach { get; private set; }

    /// <summary>This process is the background host that a detaching one started.</summary>
    public bool IsBackgroundHost { get; private set; }

    /// <summary>How long <c>wait</c> waits.</summary>
    public TimeSpan Timeout { get; private set; } = TimeSpan.FromMinutes(10);

    public bool MissingOnly { get; private set; }

    public string PackageManager { get; private set; } = OperatingSystem.IsMacOS() ? "brew" : "apt";

    public string RunDirectory =>
        Stack.RunDirectory ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Stack.ManifestPath))!, ".run");

    /// <summary>Takes arguments apart.</summary>
    /// <exception cref="ManifestException">They make no sense.</exception>
    public static CommandLineOptions Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || !Verbs.Contains(arguments[0]))
        {
            var given = arguments.Count == 0 ? "no verb was given" : $"'{arguments[0]}' is not a verb";
            throw new ManifestException($"{given}; one of {string.Join(", ", Verbs)} was expected (--help explains them).");
        }

        var options = new CommandLineOptions { Verb = arguments[0] };
        for (var i = 1; i < arguments.Count; i++)
        {
            // Both --name value and --name=value.
            var parts = arguments[i].Split('=', 2);
            string Value() => parts.Length == 2 ? parts[1]
                : ++i < arguments.Count ? arguments[i]
                : throw new ManifestException($"{parts[0]}: a value was expected after it.");
            options.Set(parts[0], Value);
        }

        return options;
    }

    /// <summary>The same command line for the background host.</summary>
    public static IEnumerable<string> ForBackgroundHost(IEnumerable<string> arguments) =>
        arguments.Select(argument => argument == DetachOption ? BackgroundHostOption : argument);

    private void Set(string name, Func<string> value)
    {
        switch (name)
        {
            case "--manifest":
                Stack.ManifestPath = value();
                break;
            case "--overlay":
                Stack.OverlayPath = value();
                break;
            case "--run-dir":
                Stack.RunDirectory = value();
                break;
            case DetachOption when Verb == "up":
                Detach = true;
                break;
            case BackgroundHostOption when Verb == "up":
                IsBackgroundHost = true;
                break;
            case "--configuration" when Verb == "up":
                Stack.Configuration = value();
                break;
            case "--ports" when Verb == "up":
                Stack.Ports = value() switch
                {
                    "random" => PortSelection.Random,
                    "default" => PortSelection.WellKnown,
                    var other => throw new ManifestException($"--ports {other}: expected random or default."),
                };
                break;
            case "--port" when Verb == "up":
                AddPort(value());
                break;
            case "--set" when Verb == "up":
                AddVariable(value());
                break;
            case "--timeout" when Verb == "wait":
                Timeout = int.TryParse(value(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? TimeSpan.FromSeconds(seconds)
                    : throw new ManifestException("--timeout: expected a whole number of seconds.");
                break;
            case "--missing" when Verb == "packages":
                MissingOnly = true;
                break;
            case "--manager" when Verb == "packages":
                PackageManager = value() is ("apt" or "brew") and { } known ? known : throw new ManifestException("--manager: expected apt or brew.");
                break;
            default:
                throw new ManifestException($"'{name}' is not an option of '{Verb}' (--help lists them).");
        }
    }

    private void AddPort(string text)
    {
        if (text.Split('=') is not [var binding, var number]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            throw new ManifestException($"--port {text}: expected RES.BINDING=N, e.g. prometheus.http=9095.");
        }

        if (!Stack.FixedPorts.TryAdd(binding, port))
        {
            throw new ManifestException($"--port {text}: {binding} was given a port already.");
        }
    }

    private void AddVariable(string text)
    {
        const string infix = ".env.";
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var dot = text.IndexOf(infix, StringComparison.Ordinal);
        if (equals < 0 || dot < 1 || dot + infix.Length >= equals)
        {
            throw new ManifestException($"--set {text}: expected RES.env.NAME=VALUE.");
        }

        Stack.SetEnvironment(text[..dot], text[(dot + infix.Length)..equals], text[(equals + 1)..]);
    }
}
