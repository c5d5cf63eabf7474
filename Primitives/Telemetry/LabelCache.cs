namespace Tta.Primitives;

/// <summary>
/// Makes the labels of a workflow and an agent type once and finds them again, so that measuring allocates nothing. Few of both pass
/// through one primitive; what comes after the first <see cref="Capacity"/> is made each time.
/// </summary>
/// <param name="make">Makes the labels of a workflow and an agent type.</param>
internal sealed class LabelCache<T>(Func<string, string, T> make)
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 32;

    // Replaced, never changed: readers take no lock.
    private Entry[] _known = [];

    public T Of(WorkflowContext context) => Of(context.WorkflowLabel, context.AgentTypeLabel);

    private T Of(string workflow, string agentType)
    {
        Entry[] known = Volatile.Read(ref _known);
        foreach (Entry entry in known)
        {
            if (entry.Workflow == workflow && entry.AgentType == agentType)
            {
                return entry.Labels;
            }
        }

        T labels = make(workflow, agentType);
        if (known.Length < Capacity)
        {
            // Whoever loses a race makes them again.
            Interlocked.CompareExchange(ref _known, [.. known, new Entry(workflow, agentType, labels)], known);
        }

        return labels;
    }

    private readonly record struct Entry(string Workflow, string AgentType, T Labels);
}
