using Tta.DemoWorkers.LlmGateway.Simulation;

namespace Tta.DemoWorkers.Tests.LlmGateway;

public sealed class BadSpellsTests
{
    private static readonly FaultSettings Usual = new(0.03, 0.01, 2);

    [Fact]
    public void Good_and_bad_calls_take_turns()
    {
        var spells = new BadSpells(Good: 3, Bad: 2, Fails: true, Slowness: 1);

        var bad = Enumerable.Range(0, 10).Where(call => spells.Apply(Usual, call).ErrorRate == 1);

        Assert.Equal([3, 4, 8, 9], bad);
    }

    [Fact]
    public void A_slow_spell_multiplies_the_latency_and_fails_nothing()
    {
        var spells = new BadSpells(Good: 1, Bad: 1, Fails: false, Slowness: 12);

        Assert.Equal(Usual, spells.Apply(Usual, 0));
        Assert.Equal(Usual with { LatencyScale = 24 }, spells.Apply(Usual, 1));
    }

    [Fact]
    public void Without_errors_no_spell_brings_any() =>
        Assert.Equal(0, new BadSpells(Good: 1, Bad: 1, Fails: true, Slowness: 1).Apply(Usual with { ErrorRate = 0 }, 1).ErrorRate);

    [Fact]
    public void Every_model_has_its_own_spells()
    {
        var calls = new CallCounter();
        var (first, second) = (ModelCatalog.Models[0], ModelCatalog.Models[1]);

        Assert.Equal([0, 1, 0], [calls.Next(first), calls.Next(first), calls.Next(second)]);
    }
}
