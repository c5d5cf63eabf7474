using System.Diagnostics;
using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>One race: who has begun, and what came of it.</summary>
internal sealed class RaceRun<TIn, TOut>(
    WorkflowPrimitive owner,
    WorkflowPrimitive<TIn, TOut>[] runners,
    RaceOptions options,
    Func<TOut, bool>? isGood,
    TIn input,
    WorkflowContext context,
    CancellationToken caller)
{
    private readonly List<Runner> _begun = new(runners.Length);
    private readonly List<Exception> _failures = [];
    private int _refused;

    public async ValueTask<TOut> RunAsync()
    {
        long began = Stopwatch.GetTimestamp();
        Runner? winner = null;
        try
        {
            var running = new List<Task<Runner>>(runners.Length);
            do
            {
                running.Add(Begin());
            }
            while (options.HedgeDelay is null && _begun.Count < runners.Length);

            try
            {
                winner = await WinnerAsync(running).ConfigureAwait(false);
            }
            finally
            {
                await StopAsync(running, winner).ConfigureAwait(false);
            }
        }
        finally
        {
            // Runners measure themselves on contexts of their own. One of them was running all the time.
            context.AddChildSeconds(Stopwatch.GetElapsedTime(began).TotalSeconds);
            _begun.ForEach(runner => runner.Stop.End());
        }

        Count(winner);
        if (winner is not null)
        {
            return winner.Output!;
        }

        // The caller's cancellation outranks the failures that it causes.
        caller.ThrowIfCancellationRequested();
        throw new RaceLostException(owner.Name, _refused, _failures);
    }

    /// <summary>The first with a good answer; null when none has one.</summary>
    private async ValueTask<Runner?> WinnerAsync(List<Task<Runner>> running)
    {
        while (running.Count > 0)
        {
            if (!await EndsBeforeTheNextBeginsAsync(running).ConfigureAwait(false))
            {
                running.Add(Begin());
                continue;
            }

            Task<Runner> ended = await Task.WhenAny(running).ConfigureAwait(false);
            running.Remove(ended);
            Runner runner = await ended.ConfigureAwait(false);
            if (IsWon(runner))
            {
                return runner;
            }

            if (_begun.Count < runners.Length && !caller.IsCancellationRequested)
            {
                running.Add(Begin());
            }
        }

        return null;
    }

    /// <summary>False when the next one is to begin first.</summary>
    private async ValueTask<bool> EndsBeforeTheNextBeginsAsync(List<Task<Runner>> running)
    {
        if (_begun.Count == runners.Length || options.HedgeDelay is not { } delay || running.Exists(one => one.IsCompleted))
        {
            return true;
        }

        using var wait = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Task any = Task.WhenAny(running);
        bool ended = await Task.WhenAny(any, Task.Delay(delay, options.TimeProvider, wait.Token)).ConfigureAwait(false) == any;
        await wait.CancelAsync().ConfigureAwait(false);
        return ended || caller.IsCancellationRequested;
    }

    private bool IsWon(Runner runner)
    {
        if (runner.Failure is { } failure)
        {
            _failures.Add(failure);
            return false;
        }

        if (isGood?.Invoke(runner.Output!) != false)
        {
            return true;
        }

        _refused++;
        return false;
    }

    private Task<Runner> Begin()
    {
        var runner = new Runner(runners[_begun.Count], _begun.Count, caller);
        _begun.Add(runner);
        runner.Meter.BookTo(context.Usage);
        WorkflowContext own = context.CreateBranch(runner.Meter);
        if (Instruments.Observed)
        {
            WorkflowPrimitive.Connect(owner, runner.Primitive, TtaNames.Values.Connection.Parallel);
        }

        return runner.RunAsync(SpannedStep.RunAsync(
            SpanNames.Runner(runner.Index), TtaNames.Values.Action.Runner, runner.Index, owner, runner.Primitive, input, own, runner.Stop.Token));
    }

    /// <summary>Cancels who is under way and waits until all have given way.</summary>
    private async Task StopAsync(List<Task<Runner>> running, Runner? winner)
    {
        foreach (Runner runner in _begun.Where(one => one != winner))
        {
            // What a callback of a runner's token throws is nothing to the winner.
            await runner.Stop.CancelByFailureAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (Runner late in await Task.WhenAll(running).ConfigureAwait(false))
        {
            if (late.Output is IAsyncDisposable stream)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private void Count(Runner? winner)
    {
        if (winner is not null)
        {
            Instruments.RaceWins.Add(
                1,
                new(Labels.WorkflowName, context.WorkflowLabel),
                new(Labels.PrimitiveName, owner.Name),
                new(Labels.Winner, winner.Primitive.Name));
        }

        decimal lost = _begun.Where(runner => runner != winner).Sum(runner => runner.Meter.Snapshot().CostUsd);
        if (lost > 0)
        {
            Instruments.RaceLost.Add(
                (double)lost, new(Labels.WorkflowName, context.WorkflowLabel), new(Labels.PrimitiveName, owner.Name));
        }

        if (Activity.Current is { IsAllDataRequested: true } activity && activity.Source == Instruments.Source)
        {
            activity.SetTag(TtaNames.Attributes.Race.Winner, winner?.Primitive.Name);
            activity.SetTag(TtaNames.Attributes.Race.LostUsd, lost > 0 ? (double)lost : null);
        }
    }

    private sealed class Runner(WorkflowPrimitive<TIn, TOut> primitive, int index, CancellationToken caller)
    {
        public WorkflowPrimitive<TIn, TOut> Primitive => primitive;

        public int Index => index;

        public WorkflowUsage Meter { get; } = new();

        public LinkedSource Stop { get; } = new(caller);

        public TOut? Output { get; private set; }

        public Exception? Failure { get; private set; }

        /// <summary>Waits for what it does; never throws.</summary>
        public async Task<Runner> RunAsync(ValueTask<TOut> work)
        {
            try
            {
                Output = await work.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Failure = exception;
            }

            return this;
        }
    }
}
