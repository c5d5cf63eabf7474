namespace Tta.ServiceDefaults;

/// <summary>
/// A setting, argument or file that the program was given cannot be used. The message is one line written for the
/// person who gave it: what is wrong, where, and what to do. Programs print it and exit with a non-zero code.
/// </summary>
public sealed class InvalidConfigurationException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">One line: what is wrong, where, and what to do.</param>
    /// <param name="innerException">What was thrown while reading the value, if anything.</param>
    public InvalidConfigurationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
