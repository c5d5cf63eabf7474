using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Observatory.Traces.Storage;

/// <summary>One append-only file of spans. The file outlives its deletion for readers that hold a lease.</summary>
internal sealed class Segment
{
    private const string Extension = ".traces";
    private readonly SafeFileHandle _file;
    private int _leases = 1;

    private Segment(long id, string path, SafeFileHandle file, long length)
    {
        Id = id;
        Path = path;
        _file = file;
        Length = length;
    }

    /// <summary>Orders the segments.</summary>
    public long Id { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Bytes of the file that are in use.</summary>
    public long Length { get; private set; }

    /// <summary>Spans in it.</summary>
    public int Spans { get; set; }

    /// <summary>Blocks of the index that are its own.</summary>
    public int Blocks { get; set; }

    /// <summary>When its first span arrived.</summary>
    public DateTimeOffset FirstArrival { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>When its last span arrived.</summary>
    public DateTimeOffset LastArrival { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Its resources and scopes.</summary>
    public ProcessTable Processes { get; } = new();

    /// <summary>Whether something was written since the last <see cref="Flush"/>.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Creates an empty segment.</summary>
    public static Segment Create(string directory, long id)
    {
        var path = System.IO.Path.Combine(directory, id.ToString("D12", CultureInfo.InvariantCulture) + Extension);
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        RandomAccess.Write(file, SegmentFormat.FileMagic, 0);
        return new(id, path, file, SegmentFormat.FileMagic.Length) { IsDirty = true };
    }

    /// <summary>Opens the segments of a directory, oldest first.</summary>
    public static List<Segment> OpenAll(string directory)
    {
        var segments = new List<Segment>();
        foreach (var path in Directory.EnumerateFiles(directory, "*" + Extension))
        {
            if (long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
                segments.Add(new(id, path, file, RandomAccess.GetLength(file)));
            }
        }

        segments.Sort((a, b) => a.Id.CompareTo(b.Id));
        return segments;
    }

    /// <summary>Appends a frame. When it fails, nothing of the frame stays.</summary>
    public void Append(ReadOnlySpan<byte> frame, DateTimeOffset arrival)
    {
        try
        {
            RandomAccess.Write(_file, frame, Length);
        }
        catch (IOException)
        {
            Truncate();
            throw;
        }

        IsDirty = true;
        Length += frame.Length;
        Arrived(arrival);
    }

    /// <summary>Notes the arrival of a frame.</summary>
    public void Arrived(DateTimeOffset arrival)
    {
        FirstArrival = arrival < FirstArrival ? arrival : FirstArrival;
        LastArrival = arrival > LastArrival ? arrival : LastArrival;
    }

    /// <summary>Reads bytes of the file.</summary>
    /// <returns>False when the file ends before.</returns>
    public bool TryRead(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var count = RandomAccess.Read(_file, into, offset);
            if (count == 0)
            {
                return false;
            }

            into = into[count..];
            offset += count;
        }

        return true;
    }

    /// <summary>Gives up what comes after <paramref name="length"/>: the torn end of the last write before a crash.</summary>
    public void CutTail(long length)
    {
        Length = length;
        Truncate();
    }

    /// <summary>Has the operating system write to the disk what it holds back.</summary>
    public void Flush()
    {
        IsDirty = false;
        RandomAccess.FlushToDisk(_file);
    }

    /// <summary>Keeps the file readable until <see cref="Release"/>.</summary>
    public void Lease() => Interlocked.Increment(ref _leases);

    /// <summary>Ends a lease; the last one closes the file.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == 0)
        {
            _file.Dispose();
        }
    }

    /// <summary>Deletes the file and ends the store's own lease.</summary>
    public void Delete()
    {
        File.Delete(Path);
        Release();
    }

    /// <summary>Renames a file that is no segment, so that it is neither read nor overwritten.</summary>
    public void SetAside()
    {
        Release();
        File.Move(Path, Path + ".damaged", overwrite: true);
    }

    private void Truncate()
    {
        try
        {
            RandomAccess.SetLength(_file, Length);
        }
        catch (IOException)
        {
            // Replay skips what is damaged; the next frame overwrites it anyway.
        }
    }
}
