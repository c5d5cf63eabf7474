namespace Tta.Primitives;

/// <summary>An exception that stands for a failure elsewhere, such as one that another process reported, and knows where it came from.</summary>
public interface IWorkflowFailure
{
    /// <summary>Where it came from. Both parts become metric labels: of few values, never what was sent unchecked.</summary>
    FailureOrigin Origin { get; }
}
