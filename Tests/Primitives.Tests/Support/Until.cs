using System.Diagnostics;

namespace Tta.Primitives.Tests.Support;

/// <summary>Waits for conditions.</summary>
internal static class Until
{
    public static async Task True(Func<bool> condition, string what)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"Not within 30 s: {what}");
            await Task.Delay(1);
        }
    }
}
