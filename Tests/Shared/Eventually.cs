using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tta.Tests;

/// <summary>
/// Asks again until the answer is there or a generous deadline has passed, then fails with what was seen last: the deadline is for what
/// never comes, no test is timed by it.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns once <paramref name="condition"/> holds; fails after 30 s with <paramref name="what"/> or the condition's own text.</summary>
    public static Task True(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        True(() => Task.FromResult(condition()), what);

    /// <inheritdoc cref="True(Func{bool}, string)"/>
    public static Task True(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        GetAsync(condition, holds => holds, Deadline, ShortPause, what);

    /// <summary>Waits until a running system, asked by <paramref name="ask"/>, answers yes.</summary>
    public static Task UntilAsync(Func<Task<bool>> ask, TimeSpan within, string what) => GetAsync(ask, yes => yes, within, what);

    /// <summary>Returns the first answer of a running system that is <paramref name="good"/>; one that does not answer is asked again.</summary>
    public static Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> good, TimeSpan within, string what) =>
        GetAsync(
            ask, good, within, LongPause, what,
            exception => exception is HttpRequestException or TaskCanceledException);

    private static async Task<T> GetAsync<T>(
        Func<Task<T>> ask, Func<T, bool> good, TimeSpan within, TimeSpan pause, string what, Func<Exception, bool>? isNoAnswer = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            object? last;
            try
            {
                var answer = await ask();
                if (good(answer))
                {
                    return answer;
                }

                last = answer;
            }
            catch (Exception exception) when (isNoAnswer?.Invoke(exception) == true)
            {
                last = exception.Message;
            }

            if (Stopwatch.GetElapsedTime(started) > within)
            {
                Assert.Fail($"Not within {within.TotalSeconds:0} s: {what}. Last seen: {Describe(last)}");
            }

            await Task.Delay(pause);
        }
    }

    private static string Describe(object? value)
    {
        var text = value is System.Collections.IEnumerable many and not string
            ? string.Join(", ", many.Cast<object?>().Take(12))
            : value?.ToString() ?? "nothing";
        return text.Length > 800 ? text[..800] + "…" : text;
    }
}
