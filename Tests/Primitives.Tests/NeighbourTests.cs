using System.Reflection;

namespace Tta.Primitives.Tests;

/// <summary>What people use in one file with the primitives must not have their names: the compiler would not know which is meant.</summary>
public sealed class NeighbourTests
{
    [Fact]
    public void No_type_has_the_name_of_one_of_the_Agent_Framework()
    {
        IEnumerable<string> theirs = Names(typeof(Microsoft.Agents.AI.Workflows.Workflow).Assembly);
        Assert.Empty(Names(typeof(WorkflowPrimitive).Assembly).Intersect(theirs));
    }

    /// <summary>With the number of type parameters, as the compiler tells types apart.</summary>
    private static IEnumerable<string> Names(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => !type.IsNested).Select(type => type.Name);
}
