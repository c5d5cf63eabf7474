using System.Diagnostics;

namespace Tta.EndToEnd.Tests.Clients;

/// <summary>Asks again until the answer is there or the deadline has passed; then fails with what was seen last.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns the first answer that is <paramref name="good"/>.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> good, TimeSpan within, string what)
    {
        var clock = Stopwatch.StartNew();
        object? last = null;
        while (true)
        {
            try
            {
                var answer = await ask();
                if (good(answer))
                {
                    return answer;
                }

                last = answer;
            }
            catch (HttpRequestException exception)
            {
                // Nobody answers yet, or not again yet.
                last = exception.Message;
            }
            catch (TaskCanceledException exception)
            {
                last = exception.Message;
            }

            if (clock.Elapsed > within)
            {
                Assert.Fail($"Not within {within.TotalSeconds:0} s: {what}. Last seen: {Describe(last)}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until <paramref name="ask"/> answers yes.</summary>
    public static Task UntilAsync(Func<Task<bool>> ask, TimeSpan within, string what) => GetAsync(ask, yes => yes, within, what);

    private static string Describe(object? value)
    {
        var text = value is System.Collections.IEnumerable many and not string
            ? string.Join(", ", many.Cast<object?>().Take(12))
            : value?.ToString() ?? "nothing";
        return text.Length > 800 ? text[..800] + "…" : text;
    }
}
