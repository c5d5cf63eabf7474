using System.Globalization;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Report;

/// <summary>What the report is about and whom it asks.</summary>
/// <param name="Prometheus">Whom to ask.</param>
/// <param name="Pushgateway">Where to push the result.</param>
/// <param name="Period">How far to look back.</param>
internal sealed record ReportOptions(Uri Prometheus, Uri Pushgateway, TimeSpan Period)
{
    private const string PrometheusOption = "--prometheus";
    private const string PushgatewayOption = "--pushgateway";
    private const string PeriodOption = "--period";
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>The period as Prometheus writes it.</summary>
    public string PeriodText => string.Create(CultureInfo.InvariantCulture, $"{(long)Period.TotalSeconds}s");

    /// <summary>Reads the options of the command line; what it leaves open, the environment says (<c>Report__Prometheus</c>, …), or the usual ports.</summary>
    /// <exception cref="InvalidConfigurationException">An option is unknown or cannot be used.</exception>
    public static ReportOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (args[i] is not (PrometheusOption or PushgatewayOption or PeriodOption))
            {
                throw new InvalidConfigurationException(
                    $"Unknown option '{args[i]}'. The report takes {PrometheusOption} URL, {PushgatewayOption} URL and {PeriodOption} 1h.");
            }

            given[args[i]] = i + 1 < args.Count ? args[i + 1] : throw new InvalidConfigurationException($"{args[i]} has no value.");
        }

        return new ReportOptions(
            Address(PrometheusOption, "Report__Prometheus", "http://localhost:9090"),
            Address(PushgatewayOption, "Report__Pushgateway", "http://localhost:9091"),
            ReadPeriod(Value(PeriodOption, "Report__Period", "1h")));

        (string Name, string Text) Value(string option, string variable, string otherwise) =>
            given.TryGetValue(option, out var text) ? (option, text)
            : environment(variable) is { Length: > 0 } set ? (variable, set)
            : (option, otherwise);

        Uri Address(string option, string variable, string otherwise)
        {
            var (name, text) = Value(option, variable, otherwise);
            return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? address!
                : throw new InvalidConfigurationException($"{name} is '{text}': expected an address such as {otherwise}.");
        }
    }

    private static TimeSpan ReadPeriod((string Name, string Text) value)
    {
        var (name, text) = value;
        var unit = text.Length < 2 ? TimeSpan.Zero : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= Longest / unit && unit * number >= Shortest
                ? unit * number
                : throw new InvalidConfigurationException($"{name} is '{text}': expected a period from 10s to 30d, such as 15m or 24h.");
    }
}
