using System.Globalization;

namespace GameDays;

/// <summary>Writes what was seen, at once, to the console and to a file.</summary>
internal sealed class Figures(string? file)
{
    public static string Load => OperatingSystem.IsLinux()
        ? string.Join('/', File.ReadAllText("/proc/loadavg").Split(' ').Take(2))
        : "?";

    public void Write(string line)
    {
        Console.WriteLine(line);
        if (file is not null)
        {
            File.AppendAllText(file, line + Environment.NewLine);
        }
    }

    /// <summary>Something that happened, with its time.</summary>
    public void Note(string what) => Write(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss} [load {Load}] {what}"));

    public static string Seconds(TimeSpan? time) => time is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0} s")
        : "–";
}
