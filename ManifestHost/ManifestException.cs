namespace ManifestHost;

/// <summary>
/// What was asked for cannot be run: a malformed manifest or overlay, an expression that leads nowhere, a port that is taken,
/// a program that is not installed. The message is one line that names the place and what to do; nothing has been started.
/// </summary>
public sealed class ManifestException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: where, what, and what to do.</param>
    public ManifestException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the failure that led to it.</summary>
    /// <param name="message">One line: where, what, and what to do.</param>
    /// <param name="innerException">The failure that led to it.</param>
    public ManifestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
