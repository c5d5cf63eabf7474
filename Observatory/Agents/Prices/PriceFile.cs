using Observatory.Hosting;

namespace Observatory.Agents.Prices;

/// <summary>
/// The price file of the settings as it is now: a page shown after an edit has the prices of the edit. A file that can't be used is told
/// once, and the last good prices stay.
/// </summary>
/// <remarks>Its stamp is looked at, no watcher kept: watchers miss changes on network shares and bind mounts.</remarks>
internal sealed partial class PriceFile
{
    /// <summary>The setting that names it.</summary>
    public const string Setting = "OBSERVATORY__PRICEFILE";

    private const long MaxBytes = 4 * 1024 * 1024;

    private readonly string? _path;
    private readonly ILogger<PriceFile> _logger;
    private readonly Lock _lock = new();
    private (DateTime Written, long Length) _seen;
    private (PriceList Prices, int Version) _now = (PriceList.Empty, 0);

    /// <summary>Reads the file, if there is to be one.</summary>
    /// <exception cref="ConfigurationException">It can't be used.</exception>
    public PriceFile(ObservatoryOptions options, ILogger<PriceFile> logger)
    {
        (_path, _logger) = (options.PriceFile, logger);
        if (_path is null)
        {
            return;
        }

        try
        {
            (_seen, _now) = (Stamp(_path), (Load(_path), 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ConfigurationException($"{Setting}: the price file '{_path}' can't be used: {e.Message}");
        }
    }

    /// <summary>Whether there is one.</summary>
    public bool IsSet => _path is not null;

    /// <summary>The prices, and a number that changes with them.</summary>
    public (PriceList Prices, int Version) Now
    {
        get
        {
            lock (_lock)
            {
                if (_path is not null && Stamp(_path) is var stamp && stamp != _seen)
                {
                    // Seen also when it is damaged: said once, and read again when it has changed again.
                    _seen = stamp;
                    Refresh(_path);
                }

                return _now;
            }
        }
    }

    private void Refresh(string path)
    {
        try
        {
            _now = (Load(path), _now.Version + 1);
            LogReloaded(path, _now.Prices.Count, _now.Prices.Date);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            LogDamaged(path, e.Message, _now.Prices.Date);
        }
    }

    private static PriceList Load(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new FormatException($"it is larger than {MaxBytes} bytes");
        }

        return PriceList.Parse(File.ReadAllText(path));
    }

    private static (DateTime Written, long Length) Stamp(string path) =>
        new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

    [LoggerMessage(Level = LogLevel.Information, Message = "Prices changed: {Path} has {Count} models, dated {Date}.")]
    private partial void LogReloaded(string path, int count, DateOnly? date);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The price file {Path} can't be used: {Problem}. The last good prices, dated {Date}, stay until it is mended.")]
    private partial void LogDamaged(string path, string problem, DateOnly? date);
}
