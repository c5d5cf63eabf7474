using System.Text.Json;
using Tta.DemoWorkers.Common;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>
/// Appends each ended workflow to <c>ledger.jsonl</c>, readable by its owner alone. At 64 MB the file becomes
/// <c>ledger.1.jsonl</c>, in place of the one before. Not thread-safe: the ledger's lock guards it.
/// </summary>
internal sealed partial class LedgerFile : IDisposable
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly ILogger _logger;
    private FileStream _stream;
    private bool _failed;

    /// <exception cref="InvalidConfigurationException">The directory cannot be written to.</exception>
    public LedgerFile(string directory, ILogger logger, long maxBytes = MaxBytes)
    {
        _path = Path.Combine(directory, "ledger.jsonl");
        _maxBytes = maxBytes;
        _logger = logger;
        try
        {
            Directory.CreateDirectory(directory);
            _stream = Open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException(
                $"The ledger cannot be written to '{directory}' ({exception.Message}). Set {DemoSettings.Section}__DataDirectory to another directory.", exception);
        }
    }

    /// <summary>Writes a line and hands it to the operating system, so that it survives the end of this process.</summary>
    public void Append(LedgerLine line)
    {
        try
        {
            if (_stream.Length >= _maxBytes)
            {
                _stream.Dispose();
                File.Move(_path, Path.ChangeExtension(_path, ".1.jsonl"), overwrite: true);
                _stream = Open();
            }

            _stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, LedgerJson.Default.LedgerLine), (byte)'\n']);
            _stream.Flush();
            _failed = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (!_failed)
            {
                _failed = true;
                LogFailed(_logger, _path, exception.Message);
            }
        }
    }

    public void Dispose() => _stream.Dispose();

    private FileStream Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(_path, options);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The ledger cannot be appended to {Path}: {Reason} GET /ledger stays exact. This is said once.")]
    private static partial void LogFailed(ILogger logger, string path, string reason);
}
