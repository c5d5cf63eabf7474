using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tta.Primitives.Tests.Cookbook;

/// <summary>Listens to what HttpClient and ASP.NET Core trace while it lives.</summary>
internal sealed class HttpSpans : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();
    private int _started;

    public HttpSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => Interlocked.Increment(ref _started),
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>All that were started, once they have ended: a server's may end after its answer has come.</summary>
    public async Task<IReadOnlyList<Activity>> EndedAsync()
    {
        await Eventually.True(() => _ended.Count == Volatile.Read(ref _started), "all requests have ended");
        return [.. _ended];
    }

    public void Dispose() => _listener.Dispose();
}
