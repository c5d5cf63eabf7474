using System.Runtime.InteropServices;
using ManifestHost.Processes;

namespace ManifestHost.CommandLine;

/// <summary>Ctrl+C, SIGTERM and a closed terminal: the first asks for a clean stop, the second for a quick one.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        HeedInterrupt();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    public CancellationToken Stop => _first.Token;

    public CancellationToken StopNow => _second.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _first.Dispose();
        _second.Dispose();
    }

    // A script's background job ("up &") starts with SIGINT ignored, and the runtime would leave it so. Whoever sends this
    // program an interrupt wants it to stop. To be done before the runtime looks, that is, before anything uses the console.
    private static unsafe void HeedInterrupt()
    {
        const int largerThanAnySigaction = 256;
        const nint ignored = 1;
        const nint byDefault = 0;
        byte* action = stackalloc byte[largerThanAnySigaction];
        // The handler comes first in every libc's struct sigaction.
        if (Native.SignalAction(Native.SignalInterrupt, null, action) == 0 && *(nint*)action == ignored)
        {
            Native.SetSignalHandler(Native.SignalInterrupt, byDefault);
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        (_first.IsCancellationRequested ? _second : _first).Cancel();
    }
}
