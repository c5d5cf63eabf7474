using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Tta.Primitives;

/// <summary>How a branch of a parallel comes by values of <see cref="WorkflowContext.State"/> that it has for itself.</summary>
public static class StateCopy
{
    private const DynamicallyAccessedMemberTypes WithComparer =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;

    private static readonly Type[] Collections =
    [
        typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(LinkedList<>), typeof(SortedSet<>),
        typeof(SortedDictionary<,>),
    ];

    /// <summary>
    /// Copies a value: a list, dictionary, set or queue of <c>System.Collections.Generic</c> with its comparer, its elements staying the
    /// same objects; JSON nodes wholly; what is <see cref="ICloneable"/>, such as an array, by its own means. Everything else is shared:
    /// let it be immutable, or set <see cref="WorkflowContext.CopyState"/>. Native AOT shares a collection, too, whose copying was not
    /// compiled.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <returns>Its copy, or itself.</returns>
    /// <exception cref="ArgumentNullException">No <paramref name="value"/>.</exception>
    public static object Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value switch
        {
            JsonNode node => node.DeepClone(),
            ICloneable own => own.Clone(),
            _ when value.GetType() is { IsGenericType: true } type && Collections.Contains(type.GetGenericTypeDefinition()) => Again(value),
            _ => value,
        };
    }

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(List<>))]
    [DynamicDependency(WithComparer, typeof(Dictionary<,>))]
    [DynamicDependency(WithComparer, typeof(HashSet<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Queue<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(LinkedList<>))]
    [DynamicDependency(WithComparer, typeof(SortedSet<>))]
    [DynamicDependency(WithComparer, typeof(SortedDictionary<,>))]
    [UnconditionalSuppressMessage(
        "Trimming", "IL2072", Justification = "The constructors of the collections are kept by the attributes above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "So are their comparers.")]
    private static object Again(object collection)
    {
        Type type = collection.GetType();
        try
        {
            return type.GetProperty("Comparer")?.GetValue(collection) is { } comparer
                ? Activator.CreateInstance(type, collection, comparer)!
                : Activator.CreateInstance(type, collection)!;
        }
        catch (MissingMethodException)
        {
            return collection;
        }
    }
}
