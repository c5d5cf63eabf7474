using Observatory.Hosting;

namespace Observatory.Storage;

/// <summary>
/// Whether a directory can be written to. A failed write closes the gate, so does too little free room; <see cref="Check"/>, called every
/// second or so, opens it once a trial write succeeds. Thread-safe.
/// </summary>
/// <param name="what">What is kept there: <c>traces</c> or <c>logs</c>.</param>
/// <param name="directory">The directory.</param>
/// <param name="minFreeBytes">Bytes that stay free on its disk.</param>
/// <param name="disk">The disk.</param>
/// <param name="troubles">Hears of it when the gate closes and opens.</param>
internal sealed class WriteGate(string what, string directory, long minFreeBytes, Disk disk, Troubles troubles)
{
    /// <summary>When a sender that is refused should come again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private volatile string? _refusal;

    /// <summary>Why nothing is written now; null when it is.</summary>
    public string? Refusal => _refusal;

    /// <summary>Closes the gate after a write that failed.</summary>
    public void Failed(Exception e) => Close($"the disk can't be written: {e.Message}");

    /// <summary>Closes the gate when there is too little room, and opens it when there is enough and a trial write succeeds.</summary>
    public void Check()
    {
        if (disk.FreeBytes(directory) < minFreeBytes)
        {
            Close(string.Create(CultureInfo.InvariantCulture, $"the disk of the data directory has less than {minFreeBytes} bytes free"));
        }
        else if (_refusal is not null && CanWrite())
        {
            _refusal = null;
            troubles.End(what);
        }
    }

    /// <summary>Closes the gate.</summary>
    public void Close(string why)
    {
        _refusal = why;
        troubles.Begin(what, why);
    }

    private bool CanWrite()
    {
        var path = Path.Combine(directory, ".trial");
        try
        {
            File.Delete(path);
            try
            {
                using var file = disk.Open(path, create: true);
                disk.Write(file, new byte[4096], 0);
            }
            finally
            {
                File.Delete(path);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
