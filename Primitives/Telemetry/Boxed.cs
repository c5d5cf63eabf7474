namespace Tta.Primitives;

/// <summary>Attribute values are objects; the common ones are boxed once.</summary>
internal static class Boxed
{
    public static readonly object True = true;
    public static readonly object False = false;

    private static readonly object[] Numbers = [.. Enumerable.Range(0, 64).Select(i => (object)i)];
    private static readonly object[] Microseconds = [.. Enumerable.Range(0, 1024).Select(i => (object)(i / 1000.0))];

    public static object Of(bool value) => value ? True : False;

    /// <summary>Seconds as milliseconds, to the microsecond; the durations of a millisecond and less, of which there are most, are shared.</summary>
    public static object Milliseconds(double seconds)
    {
        double microseconds = Math.Round(seconds * 1e6);
        return microseconds >= 0 && microseconds < Microseconds.Length ? Microseconds[(int)microseconds] : microseconds / 1000;
    }

    public static object Of(int value) => (uint)value < (uint)Numbers.Length ? Numbers[value] : value;
}
