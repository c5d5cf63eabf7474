namespace Observatory.Charts.Graphs;

/// <summary>Counts what is out of order.</summary>
internal static class Inversions
{
    /// <summary>How many pairs are in the wrong order; sorts the numbers by merging on the way, for all pairs would be the square.</summary>
    public static int Count(Span<double> numbers)
    {
        if (numbers.Length < 2)
        {
            return 0;
        }

        var (left, right) = (numbers[..(numbers.Length / 2)].ToArray(), numbers[(numbers.Length / 2)..].ToArray());
        var count = Count(left) + Count(right);
        for (int i = 0, l = 0, r = 0; i < numbers.Length; i++)
        {
            if (r == right.Length || (l < left.Length && left[l] <= right[r] + 1e-9))
            {
                numbers[i] = left[l++];
            }
            else
            {
                numbers[i] = right[r++];
                count += left.Length - l;
            }
        }

        return count;
    }
}
