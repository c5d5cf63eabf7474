using System.Text.Json;
using Tta.DemoWorkers.Common;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>
/// Appends the beginning and the end of each workflow to <c>ledger.jsonl</c>, readable by its owner alone. At 64 MB the file becomes
/// <c>ledger.1.jsonl</c>, in place of the one before, and the new one begins with what is open, so that it alone says what was
/// interrupted. Not thread-safe: the ledger's lock guards it. One process at a time has a directory.
/// </summary>
internal sealed partial class LedgerFile : IDisposable
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly ILogger _logger;
    private readonly Func<string, FileStreamOptions, FileStream> _open;
    private readonly OpenLines _running;
    private FileStream _stream;
    private long _end;
    private long _missing;

    /// <exception cref="InvalidConfigurationException">The directory cannot be written to.</exception>
    public LedgerFile(
        string directory, ILogger logger, long maxBytes = MaxBytes, Func<string, FileStreamOptions, FileStream>? open = null,
        TimeProvider? time = null)
    {
        _open = open ?? ((path, options) => new FileStream(path, options));
        _path = Path.Combine(directory, "ledger.jsonl");
        _maxBytes = maxBytes;
        _logger = logger;
        try
        {
            Directory.CreateDirectory(directory);
            _stream = Open();
            _running = OpenLines.Read(_stream);
            Interrupted = [.. _running.All];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException(
                $"The ledger cannot be written to '{directory}' ({exception.Message}). Set {DemoSettings.Section}__DataDirectory to another directory.", exception);
        }

        if (Interrupted.Count > 0)
        {
            LogInterrupted(_logger, Interrupted.Count);
            var now = (time ?? TimeProvider.System).GetUtcNow();
            foreach (var line in Interrupted)
            {
                Append(line with { Status = LedgerStatus.Interrupted, Time = now });
            }
        }
    }

    /// <summary>What the file said, when it was opened, had begun and not ended: lines of processes before this one.</summary>
    public IReadOnlyList<LedgerLine> Interrupted { get; }

    /// <summary>
    /// Writes a line and hands it to the operating system, so that it survives the end of this process. A line that is cut off is taken
    /// back, and one that is missing is counted and said once the file can be written again.
    /// </summary>
    public void Append(LedgerLine line)
    {
        if (line.Status != LedgerStatus.Started)
        {
            _running.Add(line);
        }

        try
        {
            Write(line);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (_missing++ == 0)
            {
                LogFailed(_logger, _path, exception.Message);
            }
        }

        if (line.Status == LedgerStatus.Started)
        {
            _running.Add(line);
        }
    }

    public void Dispose() => _stream.Dispose();

    private string Next => Path.ChangeExtension(_path, ".next.jsonl");

    private void Write(LedgerLine line)
    {
        if (!_stream.CanWrite)
        {
            // Making room for the next file failed half-way.
            _stream = Open();
        }

        if (_stream.Length >= _maxBytes)
        {
            MakeRoom();
        }

        if (_missing > 0)
        {
            _stream.SetLength(_end);
            _stream.Seek(_end, SeekOrigin.Begin);

            // Whose end is missing has ended all the same.
            var checkpoint = new LedgerLine(line.Run, line.Time, 0, null, null, null, LedgerStatus.Checkpoint, null);
            _stream.Write(Bytes(_running.All.Prepend(checkpoint)));
        }

        _stream.Write(Bytes([line]));
        _end = _stream.Length;
        if (_missing > 0)
        {
            LogReturned(_logger, _path, _missing);
            _missing = 0;
        }
    }

    /// <summary>
    /// The next file is complete before it takes the place of this one: between any two of these steps nothing open is lost.
    /// </summary>
    private void MakeRoom()
    {
        using (var next = _open(Next, Options(FileMode.Create)))
        {
            next.Write(Bytes(_running.All));
        }

        _stream.Dispose();
        File.Move(_path, Path.ChangeExtension(_path, ".1.jsonl"), overwrite: true);
        File.Move(Next, _path);
        _stream = Open();
    }

    private static byte[] Bytes(IEnumerable<LedgerLine> lines) =>
        [.. lines.SelectMany(line => JsonSerializer.SerializeToUtf8Bytes(line, LedgerJson.Default.LedgerLine).Append((byte)'\n'))];

    private static FileStreamOptions Options(FileMode mode)
    {
        // Unbuffered: what has been written is known, also after a failure.
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private FileStream Open()
    {
        if (!File.Exists(_path) && File.Exists(Next))
        {
            File.Move(Next, _path);
        }

        var stream = _open(_path, Options(FileMode.OpenOrCreate));
        stream.Seek(-Math.Min(1, stream.Length), SeekOrigin.End);
        if (stream.Length > 0 && stream.ReadByte() != '\n')
        {
            // The process before was killed within a line: it stays alone, or it would spoil the next.
            stream.WriteByte((byte)'\n');
        }

        _end = stream.Length;
        return stream;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} workflows had begun and not ended when the process before this one ended: the ledger has them as interrupted.")]
    private static partial void LogInterrupted(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger is appended to {Path} again; {Missing} lines are missing.")]
    private static partial void LogReturned(ILogger logger, string path, long missing);

    [LoggerMessage(Level = LogLevel.Error, Message = "The ledger cannot be appended to {Path}: {Reason} GET /ledger stays exact. This is said once.")]
    private static partial void LogFailed(ILogger logger, string path, string reason);
}
