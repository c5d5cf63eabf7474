using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Reading;

/// <summary>The boards of a directory. Files are looked at again when asked, a second later at the earliest; what did not change is not read again.</summary>
internal sealed class DashboardLibrary(DashboardOptions options, TimeProvider time)
{
    private const int MaxFiles = 500;
    private const long MaxBytes = 4 << 20;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Dictionary<string, Known> _known = [];
    private List<DashboardEntry> _entries = [];
    private DateTimeOffset _looked = DateTimeOffset.MinValue;

    /// <summary>Whether there is a directory.</summary>
    public bool IsConfigured => options.Directory is not null;

    /// <summary>All files, by their boards' titles; those that can't be used at the end.</summary>
    public IReadOnlyList<DashboardEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                if (options.Directory is { } directory && (time.GetUtcNow() - _looked).Duration() >= LookAgain)
                {
                    _looked = time.GetUtcNow();
                    Look(directory);
                }

                return _entries;
            }
        }
    }

    /// <summary>The boards.</summary>
    public IEnumerable<Dashboard> Boards => Entries.Select(e => e.Board).OfType<Dashboard>();

    /// <summary>Finds a board.</summary>
    public Dashboard? Find(string uid) => Boards.FirstOrDefault(b => b.Uid == uid);

    private void Look(string directory)
    {
        var now = new Dictionary<string, Known>();
        var rest = 0;
        try
        {
            var files = new DirectoryInfo(directory).EnumerateFiles("*.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true });
            foreach (var file in files.OrderBy(f => f.FullName, StringComparer.Ordinal))
            {
                if (now.Count == MaxFiles)
                {
                    rest++;
                    continue;
                }

                var state = (file.LastWriteTimeUtc, file.Length);
                var name = Path.GetRelativePath(directory, file.FullName);
                now[name] = _known.TryGetValue(name, out var known) && known.State == state ? known : new(state, Read(file, name));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _entries = [new("", "", null, $"The directory of the dashboards can't be read: {e.Message}")];
            return;
        }

        _known = now;
        var taken = new HashSet<string>();
        _entries =
        [
            .. now.Values.Select(k => k.Entry)
                .Select(e => e.Board is { } board && !taken.Add(board.Uid) ? e with { Board = null, Error = $"has the uid {board.Uid} of another file" } : e)
                .OrderBy(e => e.Board is null).ThenBy(e => e.Board?.Title ?? e.File, StringComparer.OrdinalIgnoreCase),
        ];
        if (rest > 0)
        {
            _entries.Add(new("", "", null, $"{rest} files more than {MaxFiles} are left out"));
        }
    }

    private static DashboardEntry Read(FileInfo file, string name)
    {
        var folder = Path.GetDirectoryName(name) ?? "";
        try
        {
            return file.Length <= MaxBytes
                ? new(name, folder, DashboardReader.Read(File.ReadAllBytes(file.FullName), Path.GetFileNameWithoutExtension(name)), null)
                : new(name, folder, null, $"is larger than {MaxBytes >> 20} MiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return new(name, folder, null, e.Message);
        }
    }

    private sealed record Known((DateTime Written, long Length) State, DashboardEntry Entry);
}

/// <summary>A file of the dashboards' directory.</summary>
/// <param name="File">Its path below the directory.</param>
/// <param name="Folder">The folder that it is in, or empty.</param>
/// <param name="Board">The board in it, or null.</param>
/// <param name="Error">Why there is none, or null.</param>
internal sealed record DashboardEntry(string File, string Folder, Dashboard? Board, string? Error);
