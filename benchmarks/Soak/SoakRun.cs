using System.Diagnostics;
using GameDays;

namespace Soak;

/// <summary>Lets the system work, lets things happen to it, waits until it is at rest, and compares its books.</summary>
internal sealed class SoakRun(StartedSystem started, SystemUnderTest system, SoakOptions options, Clocks? clocks, Figures figures)
{
    /// <summary>Those that make spans.</summary>
    public static readonly IReadOnlyList<string> Services = ["tta-agent-orchestrator", "tta-workflow-engine", "tta-llm-gateway", "tta-cache-layer"];

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    // Longer together than an export and a scrape, so that books that say the same so often say it for good.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private const int LooksAtRest = 4;

    private readonly LedgerBook _ledger = new(Path.Combine(started.DataDirectory, "volumes", "tta-ledger"));
    private readonly Trend _trend = new(started.DataDirectory);
    private readonly List<Kill> _kills = [];
    private DateTimeOffset _lastFelt;

    /// <returns>Whether the system came to rest and all books agree.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var began = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        _ledger.Read();
        var before = _ledger.Begun;
        var rest = (options.Time - options.Faults.Aggregate(TimeSpan.Zero, (sum, fault) => sum + fault.Lasts)) / (options.Faults.Count + 1);
        foreach (var fault in options.Faults)
        {
            await WatchAsync(rest, cancellation);
            await HoldAsync(fault, cancellation);
        }

        await WatchAsync(rest, cancellation);
        await PauseAsync(cancellation);
        var seconds = clock.Elapsed.TotalSeconds;
        figures.Note($"{seconds:0} s at {options.WorkflowsPerSecond} workflows per second wanted, {(_ledger.Begun - before) / seconds:0.0} reached");
        var (books, isAtRest) = await SettleAsync(began, cancellation);
        var closing = new Closing(_ledger, books, _kills, seconds);
        figures.Write("");
        figures.Write(Equation.Heading);
        foreach (var equation in closing.Equations)
        {
            figures.Write(equation.Row);
        }

        figures.Write("");
        figures.Write($"{closing.Remark}.");
        figures.Write("");
        figures.Write(Trend.Heading);
        foreach (var row in _trend.Rows())
        {
            figures.Write(row);
        }

        figures.Write("");
        figures.Write(!isAtRest ? "The system did not come to rest." : closing.Holds ? "Everything is accounted for." : "NOT everything is accounted for.");
        return isAtRest && closing.Holds;
    }

    private async Task HoldAsync(Fault fault, CancellationToken cancellation)
    {
        figures.Note($"{fault.Name}, {_ledger.Begun} workflows so far");
        fault.Begin(system, clocks);
        if (fault.Kind == FaultKind.Kill)
        {
            _kills.Add(new(fault.Resource, DateTimeOffset.UtcNow));
            return;
        }

        try
        {
            await WatchAsync(fault.Lasts, cancellation);
        }
        finally
        {
            fault.End(system, clocks);
        }

        _lastFelt = DateTimeOffset.UtcNow + fault.Aftermath is var felt && felt > _lastFelt ? felt : _lastFelt;

        figures.Note($"{fault.Name} has ended, {_ledger.Begun} workflows so far");
    }

    private async Task WatchAsync(TimeSpan time, CancellationToken cancellation)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
        {
            _ledger.Read();
            _trend.Look(started.Processes);
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp((time - clock.Elapsed).Ticks, 0, Pause.Ticks)), cancellation);
        }
    }

    /// <summary>Ends the traffic, also of an orchestrator that is being started again.</summary>
    private async Task PauseAsync(CancellationToken cancellation)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(Pause, cancellation))
        {
            try
            {
                await system.PauseAsync(true);
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
                && !cancellation.IsCancellationRequested && clock.Elapsed < Settling)
            {
                // Not yet.
            }
        }
    }

    /// <summary>
    /// Waits until all that began has ended, nothing waits on disk, and the books do not change any more; then counts the roots.
    /// </summary>
    /// <returns>What the books say in the end, and whether they were at rest.</returns>
    private async Task<(Books Books, bool IsAtRest)> SettleAsync(DateTimeOffset began, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Books? last = null;
        var same = 0;
        var moves = "";
        while (same < LooksAtRest && clock.Elapsed < Settling)
        {
            await Task.Delay(Look, cancellation);
            _ledger.Read();
            var waiting = Directory.EnumerateFiles(started.DataDirectory, "*.otlp", SearchOption.AllDirectories).Count();
            Books? next = null;
            try
            {
                next = await Books.CountersAsync(system, DateTimeOffset.UtcNow - began + TimeSpan.FromMinutes(5));
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                // Prometheus is being started again, or has much to read.
            }

            moves = $"{_ledger.Unfinished} workflows have not ended, {waiting} requests wait on disk, {next?.Made:0} spans made, {next?.Stored:0} stored";
            same = DateTimeOffset.UtcNow > _lastFelt && waiting == 0 && _ledger.Unfinished == 0 && next?.IsAsBefore(last) == true ? same + 1 : 0;
            last = next ?? last;
        }

        var isAtRest = same >= LooksAtRest;
        figures.Note($"{(isAtRest ? "at rest" : "NOT at rest")} after {clock.Elapsed.TotalSeconds:0} s: {moves}");
        var books = last ?? throw new InvalidOperationException("Prometheus does not answer.");
        return (await books.WithRootsAsync(system, began - TimeSpan.FromMinutes(5), DateTimeOffset.UtcNow), isAtRest);
    }
}
