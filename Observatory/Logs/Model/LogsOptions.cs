using Observatory.Hosting;

namespace Observatory.Logs.Model;

/// <summary>Limits of the log store. Read from the section <c>Observatory</c>; none has to be set.</summary>
internal sealed class LogsOptions
{
    /// <summary>Longest body kept, in bytes of UTF-8; the rest is cut and the record says so. Default 8 KiB.</summary>
    public int MaxLogBodyBytes { get; init; } = 8 * 1024;

    /// <summary>
    /// Bytes of log records held in memory, where they can be searched; the oldest go first. Default 64 MiB, about 200 000 records.
    /// </summary>
    public long MaxLogMemoryBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Bytes of disk that log records may take, which bounds what is there after a restart; at least one request. Default 128 MiB.
    /// </summary>
    public long MaxLogDiskBytes { get; init; } = 128L << 20;

    /// <summary>Clients that may follow the log at once. Default 32.</summary>
    public int MaxTailClients { get; init; } = 32;

    /// <summary>Records waiting for one follower; a client that falls further behind is cut off. Default 1000.</summary>
    public int MaxTailQueue { get; init; } = 1000;

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">One is not usable; the message names it.</exception>
    public static LogsOptions Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration.GetSection("Observatory"), "OBSERVATORY__");
        var defaults = new LogsOptions();
        return new()
        {
            MaxLogBodyBytes = (int)reader.Number("MaxLogBodyBytes", defaults.MaxLogBodyBytes, 16, 32 * 1024),
            MaxLogMemoryBytes = reader.Fitting("MaxLogMemoryBytes", defaults.MaxLogMemoryBytes, 4L << 20, long.MaxValue, part: 12),
            MaxLogDiskBytes = reader.Number("MaxLogDiskBytes", defaults.MaxLogDiskBytes, 32L << 20, long.MaxValue),
            MaxTailClients = (int)reader.Number("MaxTailClients", defaults.MaxTailClients, 0, 10_000),
            MaxTailQueue = (int)reader.Number("MaxTailQueue", defaults.MaxTailQueue, 1, 1_000_000),
        };
    }
}
