using ManifestHost.Running;
using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Running;

public sealed class RotatingLogTests : IDisposable
{
    private readonly Workspace _workspace = new();

    private string LogPath => Path.Combine(_workspace.Folder, "x.log");

    [Fact]
    public void A_log_never_outgrows_its_bound_and_keeps_the_newest_lines()
    {
        using (var log = new RotatingLog(LogPath, maxBytes: 1000))
        {
            for (var i = 0; i < 2000; i++)
            {
                log.Write($"line {i}\n");
            }
        }

        var files = Directory.GetFiles(_workspace.Folder).Order().ToList();
        Assert.Equal(["x.log", "x.log.1", "x.log.2"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 1000));
        Assert.EndsWith("line 1999\n", File.ReadAllText(LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_owner_can_read_it()
    {
        using var log = new RotatingLog(LogPath);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LogPath));
    }

    [Fact]
    public void Each_run_begins_a_file_and_the_last_run_s_is_kept()
    {
        File.WriteAllText(LogPath, "before\n");
        using var log = new RotatingLog(LogPath);
        log.Write("one\n\ntwo\n");

        Assert.Equal(["one", "two"], log.Tail);
        Assert.Equal("one\n\ntwo\n", File.ReadAllText(LogPath));
        Assert.Equal("before\n", File.ReadAllText(LogPath + ".1"));
    }

    public void Dispose() => _workspace.Dispose();
}
