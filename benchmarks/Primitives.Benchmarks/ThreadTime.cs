using System.Runtime.InteropServices;
using Perfolizer.Horology;

namespace Primitives.Benchmarks;

/// <summary>The processor time of the running thread: what others on the machine do in between does not count. Linux only.</summary>
internal sealed partial class ThreadTime : IClock
{
    private const int OfThread = 3;
    private const long Nanoseconds = 1_000_000_000;

    public string Title => "thread's processor time";

    public bool IsAvailable => OperatingSystem.IsLinux();

    public Frequency Frequency => new(Nanoseconds);

    public long GetTimestamp() => GetTime(OfThread, out Timespec time) == 0
        ? (time.Seconds * Nanoseconds) + time.Nanos
        : throw new InvalidOperationException("The thread's time cannot be read.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanos;
    }
}
