namespace Tta.DemoWorkers.AgentOrchestrator.Traffic;

/// <summary>
/// Ranks whose probability falls with their rank: rank k is drawn in proportion to 1 / k^exponent. Few tasks are asked for
/// often and many seldom, which is what gives a cache something to hit.
/// </summary>
internal sealed class ZipfDistribution
{
    private readonly double[] _cumulative;

    public ZipfDistribution(int count, double exponent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _cumulative = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += Math.Pow(i + 1, -exponent);
            _cumulative[i] = sum;
        }
    }

    /// <summary>The rank, from 0, that belongs to a number from 0 up to 1.</summary>
    public int Sample(double uniform)
    {
        var index = Array.BinarySearch(_cumulative, uniform * _cumulative[^1]);
        return Math.Min(index < 0 ? ~index : index, _cumulative.Length - 1);
    }
}
