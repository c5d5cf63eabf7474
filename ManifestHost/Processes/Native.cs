using System.Runtime.InteropServices;

namespace ManifestHost.Processes;

/// <summary>
/// The few POSIX calls that .NET's Process class has no room for: a child in a session of its own, with nothing inherited,
/// and signals to whole process groups.
/// </summary>
internal static partial class Native
{
    public const int SignalInterrupt = 2;
    public const int SignalTerminate = 15;
    public const int SignalKill = 9;
    public const int NoSuchProcess = 3;
    public const int Interrupted = 4;

    private const string C = "libc";

    [LibraryImport(C, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport(C, EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport(C, EntryPoint = "sigaction")]
    public static unsafe partial int SignalAction(int signal, void* action, void* previous);

    [LibraryImport(C, EntryPoint = "signal")]
    public static partial nint SetSignalHandler(int signal, nint handler);

    [LibraryImport(C, EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int Spawn(out int pid, string path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_init")]
    public static unsafe partial int AttributesInit(void* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_destroy")]
    public static unsafe partial int AttributesDestroy(void* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setflags")]
    public static unsafe partial int AttributesSetFlags(void* attributes, short flags);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static unsafe partial int AttributesSetSignalDefaults(void* attributes, void* signals);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigmask")]
    public static unsafe partial int AttributesSetSignalMask(void* attributes, void* signals);

    [LibraryImport(C, EntryPoint = "sigemptyset")]
    public static unsafe partial int SignalsClear(void* signals);

    [LibraryImport(C, EntryPoint = "sigfillset")]
    public static unsafe partial int SignalsFill(void* signals);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_init")]
    public static unsafe partial int ActionsInit(void* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static unsafe partial int ActionsDestroy(void* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static unsafe partial int ActionsAddDuplicate(void* actions, int from, int to);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int ActionsAddOpen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int ActionsAddChangeDirectory(void* actions, string path);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    public static unsafe partial int ActionsAddCloseFrom(void* actions, int first);
}
