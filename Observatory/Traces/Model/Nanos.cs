namespace Observatory.Traces.Model;

/// <summary>Sums and differences of nanoseconds. They end with the numbers instead of wrapping round: senders may say anything.</summary>
internal static class Nanos
{
    /// <summary>The sum, or the largest number.</summary>
    public static ulong Sum(ulong a, ulong b) => a > ulong.MaxValue - b ? ulong.MaxValue : a + b;

    /// <summary>The product, or the largest number.</summary>
    public static ulong Product(ulong a, ulong b) => a != 0 && b > ulong.MaxValue / a ? ulong.MaxValue : a * b;

    /// <summary>How much more the first is; no more than a number holds that can also be negative.</summary>
    public static long Difference(ulong a, ulong b) =>
        a >= b ? (long)Math.Min(a - b, long.MaxValue) : -(long)Math.Min(b - a, long.MaxValue);

    /// <summary>Milliseconds since 1970 in nanoseconds; a time before it is its beginning.</summary>
    public static ulong OfMilliseconds(long milliseconds) => Product((ulong)Math.Max(0, milliseconds), 1_000_000);
}
