using System.Globalization;
using System.Net;
using System.Runtime.Versioning;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>What runs on a developer's machine is nobody else's business.</summary>
[Collection(SharedSystem.Name)]
[SupportedOSPlatform("linux")]
public sealed class ConfinementTests(SharedSystem shared)
{
    [Fact]
    public void Everything_listens_on_loopback_only()
    {
        var listening = shared.System.ProcessIds.SelectMany(process => ListeningAddresses(process.Value).Select(address => (process.Key, address))).ToList();

        // Nine processes, each with at least one listener: an empty list would prove nothing.
        Assert.True(listening.Select(one => one.Key).Distinct().Count() >= 9, string.Join(", ", listening));
        Assert.All(listening, one => Assert.True(IPAddress.IsLoopback(one.address), $"{one.Key} listens on {one.address}"));
    }

    [Fact]
    public void The_data_directory_is_its_owners_alone()
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(shared.System.DataDirectory) & Others);
    }

    [Fact]
    public async Task The_generated_password_is_in_no_log_and_on_no_command_line()
    {
        var password = await shared.System.CachePasswordAsync();
        Assert.True(password.Length >= 22);

        var lines = await shared.System.LogsAsync();
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Contains(password, StringComparison.Ordinal));

        foreach (var (_, pid) in shared.System.ProcessIds)
        {
            Assert.DoesNotContain(password, File.ReadAllText($"/proc/{pid}/cmdline"), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<IPAddress> ListeningAddresses(int pid)
    {
        var inodes = Directory.GetFiles($"/proc/{pid}/fd")
            .Select(fd => new FileInfo(fd).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target[8..^1])
            .ToHashSet();

        foreach (var table in new[] { "tcp", "tcp6" })
        {
            foreach (var line in File.ReadLines($"/proc/{pid}/net/{table}").Skip(1))
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (columns[3] == "0A" && inodes.Contains(columns[9]))
                {
                    yield return ReadAddress(columns[1].Split(':')[0]);
                }
            }
        }
    }

    /// <summary>The kernel prints addresses as 32-bit words in the machine's byte order.</summary>
    private static IPAddress ReadAddress(string hex)
    {
        var bytes = new byte[hex.Length / 2];
        for (var word = 0; word < bytes.Length / 4; word++)
        {
            BitConverter.GetBytes(uint.Parse(hex.AsSpan(word * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).CopyTo(bytes, word * 4);
        }

        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
