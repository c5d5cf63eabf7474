using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>
/// Leads from the current activity to the execution that it is part of. It stays in the process: unlike baggage, which HttpClient sends
/// to every host, it leaves only through <see cref="WorkflowPropagationHandler"/> and <see cref="WorkflowContext.Inject"/>.
/// </summary>
internal static class CarriedIdentity
{
    private const string Key = "tta.workflow";

    /// <summary>The execution that <paramref name="activity"/> or the nearest activity around it belongs to.</summary>
    public static WorkflowIdentity? Find(Activity? activity)
    {
        for (Activity? one = activity; one is not null; one = one.Parent)
        {
            if (one.GetCustomProperty(Key) is WorkflowIdentity identity)
            {
                return identity;
            }
        }

        return null;
    }

    /// <summary>
    /// Makes <paramref name="activity"/>, and what is inside it, part of an execution. Only done to one that is of none yet: what is found
    /// in it once is there for good.
    /// </summary>
    public static void Put(Activity activity, WorkflowIdentity identity) => activity.SetCustomProperty(Key, identity);

    /// <summary>Sees to it that <paramref name="span"/>, a new one of ours, leads to <paramref name="identity"/>.</summary>
    /// <param name="span">The span.</param>
    /// <param name="identity">Whose it is.</param>
    /// <param name="single">Whether the spans of its trace here all belong to this execution.</param>
    /// <param name="isRoot">Whether it is the root of an execution, around which others may run.</param>
    /// <returns>Whether the span's parent leads there by itself, and so does whatever else begins in it.</returns>
    public static bool Lead(Activity span, WorkflowIdentity identity, bool single, bool isRoot)
    {
        Activity? parent = span.Parent;
        if (single && parent is not null && ReferenceEquals(parent.Source, Instruments.Source))
        {
            // Known without looking; nothing to remember.
            return false;
        }

        WorkflowIdentity? around = Find(parent);
        if (ReferenceEquals(around, identity))
        {
            return ReferenceEquals(parent!.GetCustomProperty(Key), identity);
        }

        if (around is null && parent is not null && !isRoot)
        {
            // Such as the request that it was made for: once is enough for all that the execution does there.
            Put(parent, identity);
            return true;
        }

        Put(span, identity);
        return false;
    }
}
