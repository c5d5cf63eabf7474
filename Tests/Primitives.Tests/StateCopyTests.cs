using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What a branch of a parallel does to the state stays with it.</summary>
public sealed class StateCopyTests
{
    // P4
    [Fact]
    public async Task Branches_do_not_meet_in_a_collection_of_the_state()
    {
        WorkflowContext context = Make.Context();
        context.State["notes"] = new List<string> { "begun" };
        static LambdaPrimitive<int, string> Notes(string name) => new(name, (_, own) =>
        {
            var notes = (List<string>)own.State["notes"]!;
            notes.Add(name);
            return string.Join(' ', notes);
        });

        Assert.Equal((string[])["begun a", "begun b", "begun c"], await (Notes("a") | Notes("b") | Notes("c")).ExecuteAsync(1, context));
        Assert.Equal(["begun"], (List<string>)context.State["notes"]!);
    }

    [Fact]
    public void A_child_has_copies_too()
    {
        WorkflowContext context = Make.Context();
        context.State["notes"] = new List<string>();
        ((List<string>)context.CreateChild("sub").State["notes"]!).Add("the child's");
        Assert.Empty((List<string>)context.State["notes"]!);
    }

    public static TheoryData<object> Copied =>
    [
        new List<int> { 1, 2 },
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" },
        new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 },
        new Queue<int>([1, 2]),
        new LinkedList<int>([1, 2]),
        new SortedSet<string>(StringComparer.OrdinalIgnoreCase) { "a" },
        new SortedDictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 },
        (int[])[1, 2],
        new JsonArray(1, 2),
    ];

    [Theory]
    [MemberData(nameof(Copied))]
    public void What_can_be_copied_is_with_its_order_and_its_comparer(object value)
    {
        object copy = StateCopy.Of(value);
        Assert.NotSame(value, copy);
        Assert.Equal(value.GetType(), copy.GetType());
        Assert.Equal(((System.Collections.IEnumerable)value).Cast<object>().Select(o => $"{o}"), ((System.Collections.IEnumerable)copy).Cast<object>().Select(o => $"{o}"));
        if (copy is ISet<string> or IDictionary<string, int>)
        {
            Assert.True(copy is ISet<string> set ? set.Contains("A") : ((IDictionary<string, int>)copy).ContainsKey("A"));
        }
    }

    [Fact]
    public void Everything_else_is_shared()
    {
        foreach (object value in (object[])["text", ImmutableList.Create(1), new Notes(), new Own(), 5])
        {
            Assert.Same(value, StateCopy.Of(value));
        }

        Assert.Throws<ArgumentNullException>("value", () => StateCopy.Of(null!));
    }

    [Fact]
    public async Task How_values_are_copied_can_be_said()
    {
        var context = new WorkflowContext("w") { CopyState = value => value is Notes notes ? new Notes { Count = notes.Count } : StateCopy.Of(value) };
        context.State["notes"] = new Notes();
        context.State["nothing"] = null;
        static LambdaPrimitive<int, int> Counts(string name) => new(name, (_, own) =>
        {
            Assert.Null(own.State["nothing"]);
            return ++((Notes)own.State["notes"]!).Count;
        });

        Assert.Equal((int[])[1, 1], await (Counts("a") | Counts("b")).ExecuteAsync(1, context));
        Assert.Equal((int[][])[[1, 1], [1, 1]], await new ParallelPrimitive<int, int[]>([Counts("a") | Counts("b"), Counts("c") | Counts("d")]).ExecuteAsync(1, context));
        Assert.Equal(0, ((Notes)context.State["notes"]!).Count);
    }

    private sealed class Notes
    {
        public int Count { get; set; }
    }

    // Whoever derives a collection has a copy of his own in mind, or none.
    private sealed class Own : List<int>;
}
