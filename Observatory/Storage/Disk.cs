using Microsoft.Win32.SafeHandles;

namespace Observatory.Storage;

/// <summary>What segments ask of the operating system, in one place; tests put a disk that fails in its place.</summary>
internal class Disk
{
    /// <summary>The real one.</summary>
    public static Disk Real { get; } = new();

    /// <summary>Opens a file, or creates it: then it must not be there yet, and only its owner may read it.</summary>
    public virtual SafeFileHandle Open(string path, bool create)
    {
        var file = File.OpenHandle(path, create ? FileMode.CreateNew : FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        if (create && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    /// <summary>Writes bytes.</summary>
    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(file, bytes, offset);

    /// <summary>Bytes free where a directory is; as many as there can be when that is not known.</summary>
    public virtual long FreeBytes(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return long.MaxValue;
        }
    }
}
