namespace Tta.Primitives;

/// <summary>An exception of the library that says why it ends a workflow.</summary>
internal interface IFailureCause
{
    /// <summary>One of <see cref="TtaNames.Values.Cause"/>.</summary>
    string Cause { get; }
}
