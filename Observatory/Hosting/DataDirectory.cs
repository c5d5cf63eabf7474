namespace Observatory.Hosting;

/// <summary>The data directory, held by this process alone.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    /// <summary>Creates the directory (readable by its owner alone) and locks it.</summary>
    /// <exception cref="ConfigurationException">It can't be written, or another process has it.</exception>
    public DataDirectory(ObservatoryOptions options)
    {
        Root = options.Data;
        try
        {
            Create(Root);
            var probe = Path.Combine(Root, ".probe");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"OBSERVATORY__DATA: the directory {Root} can't be written: {e.Message}", e);
        }

        try
        {
            _lock = new FileStream(Path.Combine(Root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ConfigurationException($"OBSERVATORY__DATA: {Path.Combine(Root, "lock")} can't be opened, or is no file: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new ConfigurationException($"OBSERVATORY__DATA: the directory {Root} is in use by another Observatory", e);
        }
    }

    /// <summary>The directory's full path.</summary>
    public string Root { get; }

    /// <summary>A directory within, created when absent.</summary>
    /// <exception cref="ConfigurationException">It can't be, or something else has its name.</exception>
    public string Sub(string name)
    {
        var path = Path.Combine(Root, name);
        try
        {
            Create(path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"OBSERVATORY__DATA: {path} is no directory that can be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
