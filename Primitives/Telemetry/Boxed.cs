namespace Tta.Primitives;

/// <summary>Attribute values are objects; the common ones are boxed once.</summary>
internal static class Boxed
{
    public static readonly object True = true;
    public static readonly object False = false;

    private static readonly object[] Numbers = [.. Enumerable.Range(0, 64).Select(i => (object)i)];

    public static object Of(bool value) => value ? True : False;

    public static object Of(int value) => (uint)value < (uint)Numbers.Length ? Numbers[value] : value;
}
