using System.Globalization;

namespace Tta.ServiceDefaults.Spool;

/// <summary>A request that waits on disk. Its name says how many items it has, so that one that cannot be read is still counted.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Items">How many spans it carries.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Level">Only traces that this level of <see cref="TraceShare"/> keeps are in it.</param>
internal sealed record SpooledRequest(string Path, long Items, long Bytes, int Level)
{
    public const string Extension = ".otlp";
    private const string Unfinished = ".tmp";

    /// <summary>What processes before have left, the oldest first; a file of another name is none. What they were killed within goes.</summary>
    public static IEnumerable<SpooledRequest> FindIn(string directory)
    {
        var files = new DirectoryInfo(directory);
        foreach (var cut in files.EnumerateFiles("*" + Unfinished))
        {
            cut.Delete();
        }

        return files.EnumerateFiles("*" + Extension).OrderBy(file => file.Name, StringComparer.Ordinal).Select(Found).OfType<SpooledRequest>();
    }

    /// <summary>
    /// Writes a request, complete or not at all: a process that is killed meanwhile leaves a file that the next one does not take for one.
    /// </summary>
    /// <param name="directory">Where to.</param>
    /// <param name="now">The time; names sort by it, and by <paramref name="number"/>.</param>
    /// <param name="number">How manieth of this process it is.</param>
    /// <param name="request">What to write.</param>
    /// <param name="level">The level by which it is thinned.</param>
    /// <returns>Null when it cannot be written.</returns>
    public static SpooledRequest? TryWrite(string directory, DateTimeOffset now, long number, ThinnedRequest request, int level)
    {
        var path = System.IO.Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks:D19}-{number:D10}-{request.Kept}{Extension}"));
        var unfinished = path + Unfinished;
        try
        {
            File.WriteAllBytes(unfinished, request.Body.Span);
            File.Move(unfinished, path);
            return new(path, request.Kept, request.Body.Length, level);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What it carries; null when somebody has removed or cut it.</summary>
    public byte[]? TryRead()
    {
        try
        {
            var body = File.ReadAllBytes(Path);
            return body.Length == Bytes ? body : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Puts less in its place. In place, so that it works where no room is left at all; a process that is killed within leaves a request that
    /// its receiver will refuse, which counts what it had.
    /// </summary>
    /// <returns>Null when it cannot be written; then it may be unreadable.</returns>
    public SpooledRequest? TryReplace(ThinnedRequest request, int level)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(Path);
        var path = System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(Path)!,
            string.Create(CultureInfo.InvariantCulture, $"{name[..name.LastIndexOf('-')]}-{request.Kept}{Extension}"));
        try
        {
            using (var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Write))
            {
                RandomAccess.Write(file, request.Body.Span, 0);
                RandomAccess.SetLength(file, request.Body.Length);
            }

            File.Move(Path, path);
            return new(path, request.Kept, request.Body.Length, level);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes its file away. One that stays is sent once more by the next process, which the receiver can bear better than a loss.</summary>
    public void Delete()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }

    private static SpooledRequest? Found(FileInfo file) =>
        System.IO.Path.GetFileNameWithoutExtension(file.Name).Split('-') is [_, _, var items]
        && long.TryParse(items, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new SpooledRequest(file.FullName, count, file.Length, Level: 0)
            : null;
}
