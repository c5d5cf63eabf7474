using System.Diagnostics;
using System.Globalization;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>Processes that hang, their ports open, until this is disposed of.</summary>
internal sealed class HungProcesses : IAsyncDisposable
{
    private readonly IReadOnlyList<int> _processes;

    private HungProcesses(IReadOnlyList<int> processes) => _processes = processes;

    /// <summary>Lets resources hang; skips the test where processes cannot be held by a signal.</summary>
    public static async Task<HungProcesses> HoldAsync(AspireSystem system, params string[] resources)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Processes are held by a signal.");
        }

        var hung = new HungProcesses([.. resources.Select(system.GetProcessId)]);
        await hung.SendAsync("STOP");
        return hung;
    }

    public async ValueTask DisposeAsync() => await SendAsync("CONT");

    private async Task SendAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. _processes.Select(one => one.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
