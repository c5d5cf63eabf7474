namespace Soak;

/// <summary>
/// The closing table: whether the books agree. Without kills of services every difference must be zero. A service that is killed takes with
/// it what it had not sent: no more than what happened within <see cref="NotYetSent"/> before, which the ledger knows.
/// </summary>
/// <param name="Ledger">What the ledger's file says.</param>
/// <param name="Books">What the counters and the store say.</param>
/// <param name="Kills">Who was killed, and when.</param>
/// <param name="Seconds">How long workflows were started.</param>
internal sealed record Closing(LedgerBook Ledger, Books Books, IReadOnlyList<Kill> Kills, double Seconds)
{
    // An SDK sends what it has after a second, a service its metrics after another, and both take their time on a busy machine.
    private static readonly TimeSpan NotYetSent = TimeSpan.FromSeconds(6);
    private const double Cent = 0.01;

    public bool Holds => Equations.All(equation => equation.Holds);

    private IEnumerable<Kill> OfOrchestrator => Kills.Where(kill => kill.IsOfOrchestrator);

    private int KillsOfServices => Kills.Count(kill => kill.IsOfService);

    public IReadOnlyList<Equation> Equations
    {
        get
        {
            var gone = OfOrchestrator.Sum(kill => Ledger.EndedBetween(kill.At - NotYetSent, kill.At));
            var goneCost = OfOrchestrator.Sum(kill => Ledger.CostBetween(kill.At - NotYetSent, kill.At));
            var touched = Kills.Where(kill => kill.IsOfService).Sum(kill => Ledger.ActiveBetween(kill.At - NotYetSent, kill.At));
            var goneSpans = Math.Ceiling(
                Kills.Sum(kill => Books.MadeBy.GetValueOrDefault(kill.Resource)) * NotYetSent.TotalSeconds / Seconds);

            // What a workflow used is not in the ledger when nobody was there to say it, or to be told.
            var allReported = KillsOfServices == 0 && Ledger.Unreported == 0;
            var difference = Ledger.Cost - Books.CountedCost;
            return
            [
                new("workflows begun = ended + interrupted", $"{Ledger.Begun} = {Ledger.Ended} + {Ledger.Interrupted}",
                    Ledger.Begun - Ledger.Ended - Ledger.Interrupted, 0, 0),
                new("ended: ledger = counters", $"{Ledger.Ended} = {Books.Counted}", Ledger.Ended - Books.Counted, 0, gone),
                new("ended: ledger = roots stored + counted as lost", $"{Ledger.Ended} = {Books.Roots} + {Books.LostRoots}",
                    Ledger.Ended - Books.Roots - Books.LostRoots, 0, gone),
                new("spans made = stored + counted as lost", $"{Books.Made} = {Books.Stored} + {Books.Lost}",
                    Books.Made - Books.Stored - Books.Lost, -goneSpans, goneSpans),
                new("traces stored that lack a span's parent", $"{Books.Broken}", Books.Broken, 0, touched),
                new("traces of successes stored with the root's service alone", $"{Books.Hollow}", Books.Hollow, 0, touched),
                new("cost: ledger's file = ledger's series", $"${Ledger.Cost:0.000000} = ${Books.LedgerCost:0.000000}",
                    Ledger.Cost - Books.LedgerCost, 0, goneCost, "$"),
                new("cost: ledger = counters + said difference",
                    $"${Ledger.Cost:0.000000} = ${Books.CountedCost:0.000000} + ${Books.LedgerCost - Books.CountedCost:0.000000}",
                    Ledger.Cost - Books.LedgerCost, 0, goneCost, "$"),
                new(allReported ? "cost: ledger = counters, to the cent" : "cost: ledger = counters; nobody reported all of it",
                    $"${Ledger.Cost:0.000000} = ${Books.CountedCost:0.000000}", difference,
                    allReported ? -Cent : double.NegativeInfinity, allReported ? Cent : double.PositiveInfinity, "$"),
            ];
        }
    }

    /// <summary>What else the ledger says, of which nothing is compared.</summary>
    public string Remark =>
        $"{Ledger.Failed} of those that ended failed; of {Ledger.Unreported} nobody reported what they used; {Books.TurnedAway:0} arrivals found no "
        + $"free place; {Ledger.Cut} lines of the ledger are cut; {Books.Duplicates:0} spans came twice and were stored once; "
        + $"{Kills.Count} processes were killed";
}
