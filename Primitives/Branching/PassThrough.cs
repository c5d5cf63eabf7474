namespace Tta.Primitives;

/// <summary>Returns an input unchanged where the types allow it.</summary>
internal static class PassThrough
{
    /// <summary>Refuses at construction what could not be passed through later.</summary>
    public static void Require<TIn, TOut>(string what, string parameter)
    {
        if (!typeof(TOut).IsAssignableFrom(typeof(TIn)))
        {
            throw new ArgumentException(
                $"{what}, and a {typeof(TIn).Name} cannot be returned unchanged as a {typeof(TOut).Name}.", parameter);
        }
    }

    public static TOut Of<TIn, TOut>(TIn input) => input is TOut output ? output : default!;
}
