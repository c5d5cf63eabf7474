using System.Globalization;

namespace Tta.ServiceDefaults.Spool;

/// <summary>A request that waits on disk. Its name says how many items it has, so that one that cannot be read is still counted.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Items">How many spans or log records it carries.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record SpooledRequest(string Path, long Items, long Bytes)
{
    public const string Extension = ".otlp";

    /// <summary>A name that sorts by time and number.</summary>
    public static string NameOf(DateTimeOffset now, long number, long items) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks:D19}-{number:D10}-{items}{Extension}");

    /// <summary>What a process before has left; a file of another name is none.</summary>
    public static SpooledRequest? Found(FileInfo file) =>
        System.IO.Path.GetFileNameWithoutExtension(file.Name).Split('-') is [_, _, var items]
        && long.TryParse(items, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new SpooledRequest(file.FullName, count, file.Length)
            : null;
}
