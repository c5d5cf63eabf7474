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

    /// <summary>Makes <paramref name="activity"/>, and what is inside it, part of an execution.</summary>
    public static void Put(Activity activity, WorkflowIdentity identity) => activity.SetCustomProperty(Key, identity);

    /// <summary>Sees to it that <paramref name="span"/>, a new one of ours, leads to <paramref name="identity"/>.</summary>
    /// <param name="span">The span.</param>
    /// <param name="identity">Whose it is.</param>
    /// <param name="single">Whether the spans of its trace here all belong to this execution.</param>
    /// <param name="isRoot">Whether it is the root of an execution, around which others may run.</param>
    public static void Lead(Activity span, WorkflowIdentity identity, bool single, bool isRoot)
    {
        Activity? parent = span.Parent;
        if (single && parent is not null && ReferenceEquals(parent.Source, Instruments.Source))
        {
            return;
        }

        WorkflowIdentity? around = Find(parent);
        if (ReferenceEquals(around, identity))
        {
            return;
        }

        if (around is null && parent is not null && !isRoot)
        {
            // Such as the request that it was made for: once is enough for all that the execution does there.
            Put(parent, identity);
        }
        else
        {
            Put(span, identity);
        }
    }
}
