using System.Security.Cryptography;
using ManifestHost.Planning;

namespace ManifestHost.Running;

/// <summary>
/// The folder a running stack writes to (<c>.run</c>): state, logs, the resources' own folders and volumes. Readable by its
/// owner alone, and locked by the host that uses it.
/// </summary>
internal sealed class RunDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private FileStream? _lock;

    public RunDirectory(string path) => Path = System.IO.Path.GetFullPath(path);

    public string Path { get; }

    public string StackFile => In("stack.json");

    public string LogDirectory => In("logs");

    private string LockFile => In("host.lock");

    /// <summary>A name for this run that no other run has.</summary>
    public string RunId { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    public string LogFile(string resource) => System.IO.Path.Combine(LogDirectory, resource + ".log");

    public string ResourceDirectory(string resource) => In(System.IO.Path.Combine("resources", resource));

    public string VolumeDirectory(string volume) => In(System.IO.Path.Combine("volumes", volume));

    /// <summary>Whether this process holds the folder.</summary>
    public bool IsLocked => _lock is not null;

    /// <summary>Whether a living host uses the folder.</summary>
    public bool IsInUse()
    {
        if (!File.Exists(LockFile))
        {
            return false;
        }

        try
        {
            OpenLock().Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Creates the folder and takes it for this process until disposed; the system gives it back however the process ends.</summary>
    /// <returns>Whether it was free.</returns>
    public bool TryLock()
    {
        CreatePrivate(Path);
        try
        {
            _lock = OpenLock();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Creates a folder that only the owner can enter, or makes an existing one so.</summary>
    public static void CreatePrivate(string path)
    {
        Directory.CreateDirectory(path, OwnerOnly);
        File.SetUnixFileMode(path, OwnerOnly);
    }

    /// <summary>Writes a file that only the owner can read, in place of what was there.</summary>
    public static void WritePrivate(string path, ReadOnlySpan<byte> content)
    {
        File.Delete(path);
        using var file = new FileStream(path, PrivateFile(FileMode.CreateNew, FileAccess.Write));
        file.Write(content);
    }

    /// <summary>How to open a file so that, if it is created, only the owner can read it.</summary>
    public static FileStreamOptions PrivateFile(FileMode mode, FileAccess access) => new()
    {
        Mode = mode,
        Access = access,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        UnixCreateMode = OwnerFile,
    };

    /// <summary>Creates what the resources of a run need: log folder, their own folders with their files, volumes.</summary>
    public void CreateFolders(IEnumerable<LaunchPlan> plans, IEnumerable<string> volumes)
    {
        CreatePrivate(LogDirectory);
        foreach (var plan in plans)
        {
            WriteFiles(plan.Name, plan.Files);
        }

        foreach (var volume in volumes)
        {
            CreatePrivate(System.IO.Path.GetDirectoryName(VolumeDirectory(volume))!);
            CreatePrivate(VolumeDirectory(volume));
        }
    }

    /// <summary>Makes a resource's folder hold exactly the planned files.</summary>
    private void WriteFiles(string resource, IEnumerable<PlannedFile> files)
    {
        var directory = ResourceDirectory(resource);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        CreatePrivate(System.IO.Path.GetDirectoryName(directory)!);
        CreatePrivate(directory);
        foreach (var file in files)
        {
            var path = System.IO.Path.Combine(directory, file.Path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!, OwnerOnly);
            if (file.Link is { } target)
            {
                File.CreateSymbolicLink(path, target);
            }
            else
            {
                WritePrivate(path, System.Text.Encoding.UTF8.GetBytes(file.Content!));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    private FileStream OpenLock()
    {
        var options = PrivateFile(FileMode.OpenOrCreate, FileAccess.ReadWrite);
        options.Share = FileShare.None;
        return new FileStream(LockFile, options);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
