namespace Tta.Primitives;

/// <summary>A price table cannot be used; the message names the file, the place and the reason.</summary>
public sealed class PriceTableException : Exception
{
    /// <summary>Made by the library; public so that other price tables can throw it and code that handles it can be tested.</summary>
    /// <param name="message">Which table, where in it, and why it does not make sense.</param>
    /// <param name="inner">What reading it threw, if anything.</param>
    public PriceTableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
