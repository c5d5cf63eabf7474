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
    private readonly Func<string, FileStreamOptions, FileStream> _open;
    private FileStream _stream;
    private long _end;
    private long _missing;

    /// <exception cref="InvalidConfigurationException">The directory cannot be written to.</exception>
    public LedgerFile(
        string directory, ILogger logger, long maxBytes = MaxBytes, Func<string, FileStreamOptions, FileStream>? open = null)
    {
        _open = open ?? ((path, options) => new FileStream(path, options));
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

    /// <summary>
    /// Writes a line and hands it to the operating system, so that it survives the end of this process. A line that is cut off is taken
    /// back, and one that is missing is counted and said once the file can be written again.
    /// </summary>
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

            if (_missing > 0)
            {
                _stream.SetLength(_end);
                _stream.Seek(_end, SeekOrigin.Begin);
            }

            _stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, LedgerJson.Default.LedgerLine), (byte)'\n']);
            _end = _stream.Length;
            if (_missing > 0)
            {
                LogReturned(_logger, _path, _missing);
                _missing = 0;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (_missing++ == 0)
            {
                LogFailed(_logger, _path, exception.Message);
            }
        }
    }

    public void Dispose() => _stream.Dispose();

    private FileStream Open()
    {
        // Unbuffered: what has been written is known, also after a failure.
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = _open(_path, options);
        stream.Seek(-Math.Min(1, stream.Length), SeekOrigin.End);
        if (stream.Length > 0 && stream.ReadByte() != '\n')
        {
            // The process before was killed within a line: it stays alone, or it would spoil the next.
            stream.WriteByte((byte)'\n');
        }

        _end = stream.Length;
        return stream;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger is appended to {Path} again; {Missing} lines are missing.")]
    private static partial void LogReturned(ILogger logger, string path, long missing);

    [LoggerMessage(Level = LogLevel.Error, Message = "The ledger cannot be appended to {Path}: {Reason} GET /ledger stays exact. This is said once.")]
    private static partial void LogFailed(ILogger logger, string path, string reason);
}
