using Observatory.Traces.Store;

namespace Tta.Observatory.Tests.Traces;

public sealed class OrdinalTableTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 300)]
    [InlineData(3, 100_000)]
    public void It_holds_what_a_dictionary_of_lists_would_through_adding_and_removing(int seed, int distinctHashes)
    {
        var random = new Random(seed);
        var table = new OrdinalTable();
        var model = new Dictionary<ulong, List<uint>>();
        uint next = 0;
        for (var step = 0; step < 20_000; step++)
        {
            // Few low bits, so that slots are fought for.
            var hash = (ulong)random.Next(distinctHashes) << 32;
            var known = model.TryGetValue(hash, out var list) ? list : model[hash] = [];
            // Grows for the first half, shrinks for the second.
            if (random.Next(100) < (step < 10_000 ? 70 : 30) || known.Count == 0)
            {
                table.Add(hash, next);
                known.Add(next++);
            }
            else
            {
                var gone = known[random.Next(known.Count)];
                table.Remove(hash, gone);
                known.Remove(gone);
            }
        }

        Assert.Equal(model.Values.Sum(l => l.Count), table.Count);
        foreach (var (hash, ordinals) in model.Where(m => m.Key >> 32 != 0 && m.Key >> 32 != 1))
        {
            Assert.Equal(ordinals.Order(), All(table, hash).Order());
        }

        // Hashes 0 and 1 are one to the table: 0 means an empty slot.
        Assert.Equal(model.Where(m => m.Key >> 32 < 2).SelectMany(m => m.Value).Order(), All(table, 0).Order());
    }

    private static List<uint> All(OrdinalTable table, ulong hash)
    {
        var found = new List<uint>();
        var slot = -1;
        while (table.Next(hash, ref slot, out var ordinal))
        {
            found.Add(ordinal);
        }

        return found;
    }
}
