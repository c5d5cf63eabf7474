using Microsoft.Playwright;
using Tta.EndToEnd.Tests.Clients;
using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>What all tests that look at Observatory's pages need.</summary>
public abstract class BrowserTests(SharedSystem shared, Chromium chromium)
{
    /// <summary>How long data may take that the system has to make first.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(120);

    private protected AspireSystem System => shared.System;

    /// <summary>Where the pages are.</summary>
    protected Uri Site => shared.System.GetEndpoint("grafana", "http");

    private protected OtlpJsonClient Sender() => new(System.GetEndpoint("otel-collector", "otlp-http"));

    /// <summary>Looks at the site in a window of its own. A complaint of the browser fails the test; so does whatever <paramref name="look"/> finds.</summary>
    private protected async Task VisitAsync(string name, Func<BrowserWindow, Task> look, BrowserNewContextOptions? options = null)
    {
        await using var window = await chromium.OpenAsync(Site, options);
        try
        {
            await look(window);
            window.AssertQuiet();
        }
        catch
        {
            await window.ScreenshotAsync($"failed-{name}");
            throw;
        }
    }

    /// <summary>Workflows' traces that have come to their end and of which nothing is on its way any more.</summary>
    /// <param name="count">How many; each runs through at least three services.</param>
    private protected async Task<IReadOnlyList<Trace>> WorkflowTracesAsync(int count)
    {
        using var jaeger = System.Jaeger();
        var found = await Eventually.GetAsync(
            async () => Settled(await jaeger.SearchAsync("tta-agent-orchestrator", "demo.workflow_execution", limit: 100)),
            traces => traces.Count >= count,
            Patience,
            $"{count} workflows' traces with all their spans");
        return [.. found.Take(count)];
    }

    // A service sends its spans in the order in which they ended: when each has sent one that ended after the trace did, the trace is complete.
    private static List<Trace> Settled(IReadOnlyList<Trace> traces)
    {
        var sentUpTo = traces.SelectMany(trace => trace.Spans).GroupBy(span => span.Service)
            .Select(spans => spans.Max(span => span.Start + span.Duration)).ToList();
        return
        [
            .. traces.Where(trace => trace.Roots.Count == 1 && trace.Orphans.Count == 0 && trace.Services.Count >= 3
                && sentUpTo.TrueForAll(sent => sent > trace.Spans.Max(span => span.Start + span.Duration))),
        ];
    }

    private protected async Task<Trace> WorkflowTraceAsync() => (await WorkflowTracesAsync(1))[0];
}
