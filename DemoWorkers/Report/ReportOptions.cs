using System.Globalization;
using Microsoft.Extensions.Options;
using Tta.DemoWorkers.Common;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Report;

/// <summary>What the report is about and whom it asks (section <c>Report</c>, environment variables <c>Report__…</c>).</summary>
internal sealed class ReportOptions
{
    private const string Section = "Report";
    private static readonly string[] Options = [nameof(Prometheus), nameof(Pushgateway), nameof(Period)];

    /// <summary>Whom to ask.</summary>
    [HttpUrl("http://localhost:9090")]
    public Uri Prometheus { get; set; } = new("http://localhost:9090");

    /// <summary>Where to push the result.</summary>
    [HttpUrl("http://localhost:9091")]
    public Uri Pushgateway { get; set; } = new("http://localhost:9091");

    /// <summary>How far to look back, such as <c>15m</c>.</summary>
    [Period]
    public string Period { get; set; } = "1h";

    /// <summary>The period as a length of time.</summary>
    public TimeSpan Length => PeriodAttribute.Parse(Period)!.Value;

    /// <summary>The period as Prometheus writes it.</summary>
    public string PeriodText => string.Create(CultureInfo.InvariantCulture, $"{(long)Length.TotalSeconds}s");

    /// <summary>Reads the options of the command line; what it leaves open, the environment says, or the usual ports.</summary>
    /// <exception cref="InvalidConfigurationException">An option is unknown or has no value.</exception>
    /// <exception cref="OptionsValidationException">A value cannot be used.</exception>
    public static ReportOptions Read(IReadOnlyList<string> args)
    {
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Count; i += 2)
        {
            var option = Options.FirstOrDefault(option => args[i] == Name(option)) ?? throw new InvalidConfigurationException(
                $"Unknown option '{args[i]}'. The report takes --prometheus URL, --pushgateway URL and --period 1h.");
            given[$"{Section}:{option}"] = i + 1 < args.Count
                ? args[i + 1]
                : throw new InvalidConfigurationException($"{args[i]} has no value.");
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(given).Build());
        services.AddSettings<ReportOptions>(Section, nameOf: option => given.ContainsKey($"{Section}:{option}") ? Name(option) : null)
            .PostConfigure(options =>
            {
                options.Prometheus = AsFolder(options.Prometheus);
                options.Pushgateway = AsFolder(options.Pushgateway);
            });
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<ReportOptions>>().Value;
    }

    /// <summary>With a slash at the end, so that a path below it does not take its last part's place.</summary>
    private static Uri AsFolder(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    private static string Name(string option) => "--" + option.ToLowerInvariant();
}
