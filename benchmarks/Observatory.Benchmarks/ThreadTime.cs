using System.Runtime.InteropServices;

namespace Observatory.Benchmarks;

/// <summary>The processor time of the running thread: what others on the machine do in between does not count. Linux only.</summary>
internal static partial class ThreadTime
{
    private const int OfThread = 3;

    /// <summary>Microseconds that the thread has used.</summary>
    public static double Micros => GetTime(OfThread, out var time) == 0
        ? (time.Seconds * 1e6) + (time.Nanos / 1e3)
        : throw new InvalidOperationException("the thread's time cannot be read");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanos;
    }
}
