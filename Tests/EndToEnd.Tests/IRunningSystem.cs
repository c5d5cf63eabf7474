namespace EndToEnd.Tests;

/// <summary>
/// A running system to be looked at from outside. The same assertions hold whoever started it:
/// plain processes or Aspire's containers.
/// </summary>
public interface IRunningSystem
{
    /// <summary>The address at which a resource answers.</summary>
    Uri GetEndpoint(string resource, string binding);
}
