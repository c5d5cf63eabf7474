using Microsoft.Win32.SafeHandles;

namespace Observatory.Storage;

/// <summary>One append-only file of frames. The file outlives its deletion for readers that hold a lease.</summary>
internal class SegmentFile
{
    private readonly SafeFileHandle _file;
    private readonly Disk _disk;
    private int _leases = 1;

    /// <summary>Opens a file, or creates it: then it must not be there yet. When that fails, nothing of it stays.</summary>
    public SegmentFile(SegmentKind kind, string directory, long id, bool create, Disk? disk = null)
    {
        Kind = kind;
        Id = id;
        Path = System.IO.Path.Combine(directory, Name(kind, id));
        _disk = disk ?? Disk.Real;
        _file = _disk.Open(Path, create);
        try
        {
            if (create)
            {
                Begin();
            }
            else
            {
                Length = RandomAccess.GetLength(_file);
                ReadBeginning();
            }
        }
        catch
        {
            _file.Dispose();
            if (create)
            {
                File.Delete(Path);
            }

            throw;
        }
    }

    /// <summary>What it holds.</summary>
    public SegmentKind Kind { get; }

    /// <summary>Where its first frame begins; 0 when the file is no segment.</summary>
    public int Beginning { get; private set; }

    /// <summary>What its frames are known by.</summary>
    public FrameKey Key { get; private set; }

    /// <summary>Whether frames may be added, and looked for behind a damaged one. Not in files of the first version.</summary>
    public bool IsKeyed => Beginning > Kind.Magic.Length;

    /// <summary>Orders the segments.</summary>
    public long Id { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Bytes of the file that are in use.</summary>
    public long Length { get; private set; }

    /// <summary>When its first frame arrived.</summary>
    public DateTimeOffset FirstArrival { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>When its last frame arrived.</summary>
    public DateTimeOffset LastArrival { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Whether something was written since the last <see cref="Flush"/>.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>The ids of a directory's files, oldest first.</summary>
    public static List<long> Ids(SegmentKind kind, string directory)
    {
        var ids = new List<long>();
        foreach (var path in Directory.EnumerateFiles(directory, "*" + kind.Extension))
        {
            if (long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && System.IO.Path.GetFileName(path) == Name(kind, id))
            {
                ids.Add(id);
            }
        }

        ids.Sort();
        return ids;
    }

    /// <summary>The first number from <paramref name="id"/> on whose name nothing has, of whatever kind.</summary>
    public static long FreeId(SegmentKind kind, string directory, long id)
    {
        while (System.IO.Path.Exists(System.IO.Path.Combine(directory, Name(kind, id))))
        {
            id++;
        }

        return id;
    }

    /// <summary>Appends a frame. When it fails, nothing of the frame stays.</summary>
    public void Append(ReadOnlySpan<byte> frame, DateTimeOffset arrival)
    {
        try
        {
            _disk.Write(_file, frame, Length);
        }
        catch
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

    /// <summary>Leases the files that were written since they were flushed; called under the lock that guards the list.</summary>
    public static List<SegmentFile> LeaseDirty(IEnumerable<SegmentFile> files)
    {
        var dirty = files.Where(f => f.IsDirty).ToList();
        dirty.ForEach(f => f.Lease());
        return dirty;
    }

    /// <summary>Flushes leased files and ends their leases; not under a lock, as a disk may take its time.</summary>
    public static void FlushLeased(List<SegmentFile> files)
    {
        try
        {
            files.ForEach(f => f.Flush());
        }
        finally
        {
            files.ForEach(f => f.Release());
        }
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
        // Before the disk writes: what is appended meanwhile is for the next time.
        IsDirty = false;
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch
        {
            IsDirty = true;
            throw;
        }
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
        try
        {
            File.Delete(Path);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Renames a file that is no segment, so that it is neither read nor overwritten.</summary>
    public void SetAside()
    {
        Release();
        File.Move(Path, Path + ".damaged", overwrite: true);
    }

    private static string Name(SegmentKind kind, long id) => id.ToString("D12", CultureInfo.InvariantCulture) + kind.Extension;

    private void Begin()
    {
        Span<byte> bytes = stackalloc byte[Kind.Magic.Length + FrameKey.Size];
        Key = FrameKey.Draw();
        Kind.Magic.CopyTo(bytes);
        Key.Write(bytes[Kind.Magic.Length..]);
        _disk.Write(_file, bytes, 0);
        Length = Beginning = bytes.Length;
        IsDirty = true;
    }

    private void ReadBeginning()
    {
        Span<byte> bytes = stackalloc byte[Kind.Magic.Length + FrameKey.Size];
        if (TryRead(0, bytes[..Kind.Magic.Length]) && bytes.StartsWith(Kind.FirstMagic))
        {
            (Beginning, Key) = (Kind.FirstMagic.Length, SegmentKind.FirstKey);
        }
        else if (TryRead(0, bytes) && bytes.StartsWith(Kind.Magic))
        {
            (Beginning, Key) = (bytes.Length, FrameKey.Read(bytes[Kind.Magic.Length..]));
        }
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
