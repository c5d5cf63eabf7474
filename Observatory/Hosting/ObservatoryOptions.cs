namespace Observatory.Hosting;

/// <summary>
/// The settings, from configuration section <c>Observatory</c> (environment: <c>OBSERVATORY__…</c>). Addresses that are the same
/// (port 0 never is) share a listener, except that gRPC needs its own and the two metrics pages can't share.
/// </summary>
internal sealed class ObservatoryOptions
{
    private const string Section = "Observatory";
    private const long MiB = 1024 * 1024;

    // What is kept in memory of a span in a sealed part: the more traces there are, the more it is.
    private const int BytesOfSpan = 8;

    // Decoding a request of the smallest spans takes some ten times its bytes, and several are decoded at one time.
    private const int PartOfRequest = 80;

    /// <summary>Where to listen for what. Defaults: the ports that people know, on 127.0.0.1.</summary>
    public required IReadOnlyList<ListenAddress> Listeners { get; init; }

    /// <summary>The directory for everything stored. Default: <c>observatory</c> in the user's local application data.</summary>
    public required string Data { get; init; }

    /// <summary>How long telemetry is kept, counted from its arrival. Default 7 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Bytes of disk that stored traces may take; the oldest go first. Default 2 GiB.</summary>
    public long MaxDiskBytes { get; init; } = 2048 * MiB;

    /// <summary>Bytes that must stay free on the disk; below them, telemetry is refused until there is room. Default 256 MiB.</summary>
    public long MinFreeDiskBytes { get; init; } = 256 * MiB;

    /// <summary>
    /// Spans kept, which bounds the memory of what is known of them (8 bytes each at most); the oldest go first. Default 100 million.
    /// </summary>
    public int MaxSpans { get; init; } = 100_000_000;

    /// <summary>Spans kept of one trace; the rest is rejected. Default 50 000.</summary>
    public int MaxSpansPerTrace { get; init; } = 50_000;

    /// <summary>Bytes of one OTLP request, both as sent and decompressed. Default 20 MiB, as in the collector.</summary>
    public int MaxRequestBytes { get; init; } = (int)(20 * MiB);

    /// <summary>Bytes of OTLP requests held at one time; beyond, senders are told to come again. Default 64 MiB.</summary>
    public long MaxInFlightBytes { get; init; } = 64 * MiB;

    /// <summary>How long a sender may take over one request's body. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where copies of what is taken go. Default: nowhere.</summary>
    public ForwardOptions Forward { get; init; } = ForwardOptions.Off;

    /// <summary>Where Prometheus answers, or null.</summary>
    public Uri? Prometheus { get; init; }

    /// <summary>The file with the prices of models, or null: then no call has a price.</summary>
    public string? PriceFile { get; init; }

    /// <summary>Links of the home page, by name.</summary>
    public IReadOnlyDictionary<string, Uri> Links { get; init; } = new Dictionary<string, Uri>();

    /// <summary>What was lowered to fit the memory that the process may use, each as a sentence.</summary>
    public IReadOnlyList<string> Lowered { get; init; } = [];

    /// <summary>Reads and checks the settings. Those that bound memory are lowered to what the process may use.</summary>
    /// <exception cref="ConfigurationException">One is not usable; the message names it.</exception>
    public static ObservatoryOptions Read(IConfiguration configuration, long? memory = null)
    {
        var reader = new SettingsReader(configuration.GetSection(Section), "OBSERVATORY__", memory);
        var defaults = new ObservatoryOptions { Listeners = [], Data = "" };
        var listeners = Merge(
        [
            reader.Address("Http", "http://127.0.0.1:3000", ListenerRoles.Ui),
            reader.Address("OtlpHttp", "http://127.0.0.1:4318", ListenerRoles.OtlpHttp),
            reader.Address("OtlpGrpc", "http://127.0.0.1:4317", ListenerRoles.OtlpGrpc),
            reader.Address("Jaeger", "http://127.0.0.1:16686", ListenerRoles.Jaeger),
            reader.Address("Metrics", "http://127.0.0.1:9464", ListenerRoles.Metrics),
            reader.Address("SelfMetrics", "http://127.0.0.1:8888", ListenerRoles.SelfMetrics),
        ]);
        var inFlight = reader.Fitting("MaxInFlightBytes", defaults.MaxInFlightBytes, 64 * 1024, long.MaxValue, part: 10);
        return new()
        {
            Listeners = listeners,
            Forward = ReadForward(reader, listeners),
            Data = Path.GetFullPath(reader.Text("Data") ?? DefaultData()),
            Retention = reader.Duration("Retention", defaults.Retention, TimeSpan.FromSeconds(1)),
            MaxDiskBytes = reader.Number("MaxDiskBytes", defaults.MaxDiskBytes, 64 * MiB, long.MaxValue),
            MinFreeDiskBytes = reader.Number("MinFreeDiskBytes", defaults.MinFreeDiskBytes, 0, long.MaxValue),
            MaxSpans = (int)reader.Fitting("MaxSpans", defaults.MaxSpans, 1000, 1_000_000_000, part: 6, each: BytesOfSpan),
            MaxSpansPerTrace = (int)reader.Number("MaxSpansPerTrace", defaults.MaxSpansPerTrace, 1, 1_000_000),
            MaxRequestBytes = (int)reader.Fitting("MaxRequestBytes", defaults.MaxRequestBytes, 1024, 512 * MiB, part: PartOfRequest),
            MaxInFlightBytes = inFlight,
            RequestTimeout = reader.Duration("RequestTimeout", defaults.RequestTimeout, TimeSpan.FromMilliseconds(100)),
            Prometheus = reader.Link("Prometheus"),
            PriceFile = reader.Text("PriceFile") is { } prices ? Path.GetFullPath(prices) : null,
            Links = reader.Links("Links"),
            Lowered = reader.Lowered,
        };
    }

    private static ForwardOptions ReadForward(SettingsReader reader, List<ListenAddress> listeners)
    {
        var receiver = reader.Link("Forward");
        if (receiver is { IsLoopback: true } && listeners.Exists(l => l.Roles.HasFlag(ListenerRoles.OtlpHttp) && l.Port == receiver.Port))
        {
            throw new ConfigurationException($"OBSERVATORY__FORWARD: '{receiver}' is Observatory itself; name the other receiver");
        }

        return new(
            receiver,
            ForwardOptions.ParseHeaders("OBSERVATORY__FORWARDHEADERS", reader.Text("ForwardHeaders")),
            reader.Fitting("MaxForwardBytes", ForwardOptions.DefaultQueueBytes, 64 * 1024, long.MaxValue, part: 32));
    }

    private static string DefaultData() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "observatory");

    private static List<ListenAddress> Merge(IEnumerable<ListenAddress> addresses)
    {
        var merged = new List<ListenAddress>();
        foreach (var next in addresses)
        {
            var index = next.Port == 0 ? -1 : merged.FindIndex(a => a.Port == next.Port && a.Address.Equals(next.Address));
            if (index < 0)
            {
                merged.Add(next);
                continue;
            }

            var both = next with { Roles = merged[index].Roles | next.Roles, Settings = $"{merged[index].Settings} and {next.Settings}" };
            if (both.Roles.HasFlag(ListenerRoles.OtlpGrpc) || both.Roles.HasFlag(ListenerRoles.Metrics | ListenerRoles.SelfMetrics))
            {
                throw new ConfigurationException(
                    string.Create(CultureInfo.InvariantCulture, $"{both.Settings} ask for the same port {both.Port}; give each its own"));
            }

            merged[index] = both;
        }

        return merged;
    }
}
