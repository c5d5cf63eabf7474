using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace ManifestHost.Processes;

/// <summary>
/// A child process that leads a session of its own: Ctrl+C in the terminal does not reach it, its whole tree can be signalled
/// at once, and it inherits no descriptor but the three standard ones.
/// </summary>
internal sealed class ChildProcess
{
    private const int SpawnSetSessionLinux = 0x80;
    private const int SpawnSetSessionMac = 0x400;
    private const int SpawnSetSignalDefaults = 0x04;
    private const int SpawnSetSignalMask = 0x08;
    private const int OpenReadWrite = 2;

    // More than any libc's posix_spawnattr_t, posix_spawn_file_actions_t or sigset_t needs (glibc's largest has 336 bytes).
    private const int OpaqueSize = 1024;
    private const int WaiterStack = 128 * 1024;

    private static readonly Lock SpawnGate = new();

    private readonly TaskCompletionSource<ProcessExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(int id) => Id = id;

    /// <summary>Process id; also the id of its process group and session.</summary>
    public int Id { get; }

    /// <summary>Completes when the process has ended and has been reaped.</summary>
    public Task<ProcessExit> Exited => _exit.Task;

    /// <summary>Starts a process.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="makeWay">Lets go of what the process needs for itself, its ports for instance.</param>
    /// <exception cref="Win32Exception">The system refuses: not executable, no such folder, too many processes.</exception>
    public static ChildProcess Start(SpawnRequest request, Action? makeWay = null)
    {
        ChildProcess child;
        // One at a time: until a child has become its program it holds a copy of every descriptor of this process, and so
        // of the ports that are kept here. Another child would find a port that was let go just then still taken.
        lock (SpawnGate)
        {
            makeWay?.Invoke();
            child = new ChildProcess(Spawn(request));
        }

        // A blocking wait per child: no SIGCHLD handler to share with the runtime, and nothing to poll.
        new Thread(child.WaitUntilExit, WaiterStack) { IsBackground = true, Name = $"wait {child.Id}" }.Start();
        return child;
    }

    private void WaitUntilExit()
    {
        int result;
        int status;
        do
        {
            result = Native.WaitPid(Id, out status, 0);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Native.Interrupted);

        _exit.SetResult(ProcessExit.FromWaitStatus(result == Id ? status : 0));
    }

    private static unsafe int Spawn(SpawnRequest request)
    {
        var inputHeld = false;
        var outputHeld = false;
        byte* attributes = stackalloc byte[OpaqueSize];
        byte* actions = stackalloc byte[OpaqueSize];
        byte* signals = stackalloc byte[OpaqueSize];
        byte** argv = null;
        byte** envp = null;
        Check(Native.AttributesInit(attributes), request.Path);
        Check(Native.ActionsInit(actions), request.Path);
        try
        {
            var session = OperatingSystem.IsMacOS() ? SpawnSetSessionMac : SpawnSetSessionLinux;
            Check(Native.AttributesSetFlags(attributes, (short)(session | SpawnSetSignalDefaults | SpawnSetSignalMask)), request.Path);
            // The runtime ignores SIGPIPE; a child that inherited that would not notice a closed pipe.
            Check(Native.SignalsFill(signals), request.Path);
            Check(Native.AttributesSetSignalDefaults(attributes, signals), request.Path);
            Check(Native.SignalsClear(signals), request.Path);
            Check(Native.AttributesSetSignalMask(attributes, signals), request.Path);

            request.Output?.DangerousAddRef(ref outputHeld);
            request.Input?.DangerousAddRef(ref inputHeld);
            ConnectStandardStream(actions, 1, request.Output);
            Check(Native.ActionsAddDuplicate(actions, 1, 2), request.Path);
            ConnectStandardStream(actions, 0, request.Input);
            Check(Native.ActionsAddChangeDirectory(actions, request.WorkingDirectory), request.Path);
            CloseTheRest(actions);

            argv = ToNative([request.Path, .. request.Arguments]);
            envp = ToNative([.. request.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
            Check(Native.Spawn(out var pid, request.Path, actions, attributes, argv, envp), request.Path);
            return pid;
        }
        finally
        {
            Free(argv);
            Free(envp);
            _ = Native.ActionsDestroy(actions);
            _ = Native.AttributesDestroy(attributes);
            if (inputHeld)
            {
                request.Input!.DangerousRelease();
            }

            if (outputHeld)
            {
                request.Output!.DangerousRelease();
            }
        }
    }

    private static unsafe void ConnectStandardStream(void* actions, int descriptor, SafeHandle? handle)
    {
        if (handle is null)
        {
            Check(Native.ActionsAddOpen(actions, descriptor, "/dev/null", OpenReadWrite, 0), "/dev/null");
        }
        else
        {
            Check(Native.ActionsAddDuplicate(actions, (int)handle.DangerousGetHandle(), descriptor), "its output");
        }
    }

    // What this process opens is close-on-exec already; this is for what its own parent left open (a script's lock, a pipe).
    private static unsafe void CloseTheRest(void* actions)
    {
        try
        {
            _ = Native.ActionsAddCloseFrom(actions, 3);
        }
        catch (EntryPointNotFoundException)
        {
            // Only newer C libraries have it.
        }
    }

    private static void Check(int error, string path)
    {
        if (error != 0)
        {
            throw new Win32Exception(error, $"{path} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    private static unsafe byte** ToNative(string[] strings)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)strings.Length + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Length; i++)
        {
            var length = Encoding.UTF8.GetByteCount(strings[i]);
            array[i] = (byte*)NativeMemory.AllocZeroed((nuint)length + 1);
            Encoding.UTF8.GetBytes(strings[i], new Span<byte>(array[i], length));
        }

        return array;
    }

    private static unsafe void Free(byte** array)
    {
        if (array is null)
        {
            return;
        }

        for (var entry = array; *entry is not null; entry++)
        {
            NativeMemory.Free(*entry);
        }

        NativeMemory.Free(array);
    }
}
