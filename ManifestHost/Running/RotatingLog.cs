using System.Text;

namespace ManifestHost.Running;

/// <summary>A resource's log file of one run: readable by its owner alone, bounded in size, with the newest lines at hand.</summary>
internal sealed class RotatingLog : IDisposable
{
    /// <summary>How large a file may grow before it is renamed to <c>.1</c>; <c>.1</c> becomes <c>.2</c>, which is the last.</summary>
    public const long DefaultMaxBytes = 8 * 1024 * 1024;

    private const int TailLines = 30;
    private const int TailLineLength = 500;

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new();
    private readonly string _path;
    private readonly long _maxBytes;
    private FileStream? _file;

    public RotatingLog(string path, long maxBytes = DefaultMaxBytes)
    {
        _path = path;
        _maxBytes = maxBytes;
        _file = Open();
        if (_file.Length > 0)
        {
            // What an earlier run wrote.
            Rotate();
        }
    }

    /// <summary>The last lines of this run.</summary>
    public IReadOnlyList<string> Tail
    {
        get
        {
            lock (_gate)
            {
                return [.. _tail];
            }
        }
    }

    /// <summary>Appends whole lines. A full disk loses the lines, not the resource.</summary>
    public void Write(string lines)
    {
        lock (_gate)
        {
            Remember(lines);
            if (_file is null)
            {
                return;
            }

            try
            {
                var bytes = Encoding.UTF8.GetBytes(lines);
                if (_file.Length > 0 && _file.Length + bytes.Length > _maxBytes)
                {
                    Rotate();
                }

                _file.Write(bytes);
            }
            catch (IOException)
            {
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void Remember(string lines)
    {
        foreach (var line in lines.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                continue;
            }

            _tail.Enqueue(line[..Math.Min(line.Length, TailLineLength)].ToString());
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }
        }
    }

    private void Rotate()
    {
        _file!.Dispose();
        if (File.Exists(_path + ".1"))
        {
            File.Move(_path + ".1", _path + ".2", overwrite: true);
        }

        File.Move(_path, _path + ".1", overwrite: true);
        _file = Open();
    }

    private FileStream Open()
    {
        var file = new FileStream(_path, RunDirectory.PrivateFile(FileMode.OpenOrCreate, FileAccess.Write));
        file.Seek(0, SeekOrigin.End);
        return file;
    }
}
