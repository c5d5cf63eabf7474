using Tta.DemoWorkers.Common;
using Tta.Primitives;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.WorkflowEngine.Models;

/// <summary>
/// The price file as it is now: a call after an edit costs what the file says then. A file that cannot be used is told once, and the
/// last good prices stay.
/// </summary>
/// <remarks>
/// The file's stamp is read at each question, which takes microseconds beside a model call: watchers miss changes on network shares and
/// bind mounts. It is the stamp of the opened file, so that a link that now leads elsewhere is a change, too.
/// </remarks>
internal sealed partial class PriceFile : IPriceTable
{
    private readonly string _path;
    private readonly ILogger<PriceFile> _logger;
    private readonly Lock _gate = new();
    private volatile JsonPriceTable _prices;
    private Stamp _seen;

    /// <exception cref="InvalidConfigurationException">The file cannot be used; at the start there are no last good prices.</exception>
    public PriceFile(string path, ILogger<PriceFile> logger)
    {
        _path = path;
        _logger = logger;
        _seen = Stamp.Of(path);
        try
        {
            _prices = JsonPriceTable.Load(path);
        }
        catch (PriceTableException exception)
        {
            throw new InvalidConfigurationException(
                $"{exception.Message} Mend the file, or set {DemoSettings.Section}__PriceFile to another.", exception);
        }
    }

    public bool TryGetPrice(string provider, string model, out ModelPrice price)
    {
        Refresh();
        return _prices.TryGetPrice(provider, model, out price);
    }

    private void Refresh()
    {
        var stamp = Stamp.Of(_path);
        lock (_gate)
        {
            if (stamp == _seen)
            {
                return;
            }

            // Seen even when it turns out to be damaged: said once, and read again when it has changed again.
            _seen = stamp;
            try
            {
                _prices = JsonPriceTable.Load(_path);
                LogReloaded(_logger, _path, _prices.Count, _prices.Date);
            }
            catch (PriceTableException exception)
            {
                LogDamaged(_logger, exception.Message, _prices.Date);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Prices changed: {Path} has {Count} models, dated {Date}.")]
    private static partial void LogReloaded(ILogger logger, string path, int count, DateOnly? date);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem} The last good prices, dated {Date}, stay until the file is mended.")]
    private static partial void LogDamaged(ILogger logger, string problem, DateOnly? date);

    /// <summary>When a file was last written, and its size; nothing for a file that cannot be opened.</summary>
    private readonly record struct Stamp(DateTime Written, long Length)
    {
        public static Stamp Of(string path)
        {
            try
            {
                using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                return new Stamp(File.GetLastWriteTimeUtc(file), RandomAccess.GetLength(file));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                return default;
            }
        }
    }
}
