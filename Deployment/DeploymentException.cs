namespace Tta.Deployment;

/// <summary>
/// What was asked for cannot be written: a malformed manifest, an expression that leads nowhere, a mount that is missing, a name that
/// the engine refuses. The message names the place and what to do; no file has been touched.
/// </summary>
public sealed class DeploymentException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where, what, and what to do.</param>
    public DeploymentException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the failure that led to it.</summary>
    /// <param name="message">Where, what, and what to do.</param>
    /// <param name="innerException">The failure that led to it.</param>
    public DeploymentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
