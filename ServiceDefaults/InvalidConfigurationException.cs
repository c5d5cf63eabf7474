namespace Tta.ServiceDefaults;

/// <summary>A setting, argument or file that the program was given cannot be used. Programs print the message and exit with an error.</summary>
/// <param name="message">One line for the person who gave it: what is wrong, where, and what to do.</param>
/// <param name="innerException">What was thrown while reading the value, if anything.</param>
public sealed class InvalidConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
