using System.Globalization;

namespace Soak;

/// <summary>
/// Clocks of services that can be made to jump, each for itself: libfaketime answers in the place of the C library what time it is. Clocks
/// that measure durations go on as they are, as they do when a machine's clock is set.
/// </summary>
internal sealed class Clocks : IDisposable
{
    private static readonly string[] Places =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib64/faketime/libfaketimeMT.so.1",
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tta-soak-clocks-");
    private readonly string _library;
    private readonly IReadOnlyList<string> _services;

    /// <exception cref="FormatException">libfaketime is not there.</exception>
    public Clocks(IReadOnlyList<string> services, string? library)
    {
        _services = services;
        _library = (library is null ? Places : [library]).FirstOrDefault(File.Exists)
            ?? throw new FormatException("A clock can jump only where libfaketime is: install the package libfaketime, or say --faketime FILE.");
        foreach (var service in services)
        {
            Jump(service, 0);
        }
    }

    /// <summary>What lets the services ask it.</summary>
    public IEnumerable<(string Resource, string Name, string Value)> Settings => _services.SelectMany(service =>
        new (string, string, string)[]
        {
            (service, "LD_PRELOAD", _library),
            (service, "FAKETIME_TIMESTAMP_FILE", FileOf(service)),
            (service, "FAKETIME_DONT_FAKE_MONOTONIC", "1"),

            // It looks into the file each second.
            (service, "FAKETIME_CACHE_DURATION", "1"),
        });

    /// <summary>Sets a service's clock forwards or backwards from the right time.</summary>
    public void Jump(string service, double seconds)
    {
        var next = FileOf(service) + ".next";
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0 ? "" : "+")}{seconds}\n"));
        File.Move(next, FileOf(service), overwrite: true);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string FileOf(string service) => Path.Combine(_directory.FullName, service);
}
