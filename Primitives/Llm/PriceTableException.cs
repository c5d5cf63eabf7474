namespace Tta.Primitives;

/// <summary>A price table cannot be used; the message names the file, the place and the reason.</summary>
public sealed class PriceTableException : Exception
{
    internal PriceTableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
