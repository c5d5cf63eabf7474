using System.Diagnostics;
using System.Globalization;

namespace Tta.AppHost;

/// <summary>Who listens on a port.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Name">Its name.</param>
internal sealed record PortHolder(int Pid, string Name)
{
    /// <summary>How a message names a holder, also one that could not be found out.</summary>
    public static string Describe(PortHolder? holder) =>
        holder is null ? "another process" : string.Create(CultureInfo.InvariantCulture, $"{holder.Name} (pid {holder.Pid})");

    /// <summary>Finds the process that listens on a TCP port; <see langword="null"/> where the system does not tell.</summary>
    public static PortHolder? Find(int port)
    {
        try
        {
            return OperatingSystem.IsLinux() ? FindInProc(port) : FindWithLsof(port);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static PortHolder? FindInProc(int port)
    {
        var sockets = ListeningSockets("/proc/net/tcp", port).Concat(ListeningSockets("/proc/net/tcp6", port))
            .Select(inode => $"socket:[{inode}]")
            .ToHashSet(StringComparer.Ordinal);
        if (sockets.Count == 0)
        {
            return null;
        }

        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                continue;
            }

            try
            {
                foreach (var descriptor in Directory.EnumerateFiles($"{process}/fd"))
                {
                    if (new FileInfo(descriptor).LinkTarget is { } target && sockets.Contains(target))
                    {
                        return new PortHolder(pid, ProcessName(process));
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or somebody else's.
            }
        }

        return null;
    }

    // sl local_address rem_address st … inode: hexadecimal address:port, state 0A is LISTEN, the inode is the tenth field.
    private static IEnumerable<string> ListeningSockets(string table, int port)
    {
        if (!File.Exists(table))
        {
            yield break;
        }

        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[3] == "0A" && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            {
                yield return fields[9];
            }
        }
    }

    // "dotnet" says little: the program it runs says more.
    private static string ProcessName(string process)
    {
        var name = File.ReadAllText($"{process}/comm").Trim();
        var arguments = File.ReadAllText($"{process}/cmdline").Split('\0');
        return arguments is [var first, var program, ..] && Path.GetFileName(first) == "dotnet" && program.EndsWith(".dll", StringComparison.Ordinal)
            ? Path.GetFileNameWithoutExtension(program)
            : name;
    }

    private static PortHolder? FindWithLsof(int port)
    {
        var start = new ProcessStartInfo("lsof", ["-nP", "-Fpc", $"-iTCP:{port}", "-sTCP:LISTEN"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var lsof = Process.Start(start);
        var lines = lsof?.StandardOutput.ReadToEnd().Split('\n') ?? [];
        var pid = lines.FirstOrDefault(line => line.StartsWith('p'))?[1..];
        var name = lines.FirstOrDefault(line => line.StartsWith('c'))?[1..];
        return pid is null || name is null ? null : new PortHolder(int.Parse(pid, CultureInfo.InvariantCulture), name);
    }
}
