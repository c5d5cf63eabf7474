using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.Tests.Common;

public sealed class DeterministicRandomTests
{
    [Fact]
    public void A_seed_gives_the_same_numbers_on_every_machine()
    {
        // The first outputs of SplitMix64 for seed 0, as its author published them.
        var random = new DeterministicRandom(0);

        Assert.Equal(0xE220A8397B1DCDAFul, random.NextBits());
        Assert.Equal(0x6E789E6AA1B965F4ul, random.NextBits());
        Assert.Equal(0x06C45D188009454Ful, random.NextBits());
    }

    [Fact]
    public void Parts_are_kept_apart()
    {
        Assert.NotEqual(DeterministicRandom.Hash("ab", "c"), DeterministicRandom.Hash("a", "bc"));
        Assert.Equal(DeterministicRandom.Hash("ab", "c"), DeterministicRandom.Hash("ab", "c"));
    }

    [Fact]
    public void Draws_have_the_distributions_they_are_named_after()
    {
        var random = new DeterministicRandom(1);
        const int Count = 100_000;
        double sum = 0, squares = 0, exponential = 0;
        for (var i = 0; i < Count; i++)
        {
            var normal = random.NextGaussian();
            sum += normal;
            squares += normal * normal;
            exponential += random.NextExponential();
        }

        Assert.Equal(0, sum / Count, 0.02);
        Assert.Equal(1, squares / Count, 0.02);
        Assert.Equal(1, exponential / Count, 0.02);
    }
}
