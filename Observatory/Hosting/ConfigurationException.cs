namespace Observatory.Hosting;

/// <summary>A setting or the machine does not allow Observatory to run. The message is the one line that the user sees.</summary>
internal sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
