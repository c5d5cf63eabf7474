using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class BranchingTests
{
    private static readonly LambdaPrimitive<int, string> Text = new("text", i => $"{i}");
    private static readonly LambdaPrimitive<int, string> Never = new("never", string (int _) => throw new InvalidOperationException());

    [Theory]
    [InlineData(1, "1")]
    [InlineData(-1, "minus")]
    public async Task Only_the_chosen_branch_runs(int input, string expected)
    {
        using var telemetry = new Telemetry();
        var minus = new LambdaPrimitive<int, string>("minus", _ => "minus");
        var conditional = new ConditionalPrimitive<int, string>((i, _) => i >= 0, Text, minus, "sign");
        Assert.Equal(expected, await conditional.ExecuteAsync(input, Make.Context()));

        Assert.Single(telemetry.SpansNamed("primitive.lambda.execute"));
        Assert.Equal(telemetry.Span("primitive.conditional.execute").SpanId, telemetry.Span("primitive.lambda.execute").ParentSpanId);
        Assert.Equal(1, telemetry.Sum(
            "tta.primitive.connections", ("source_primitive", "sign"), ("target_primitive", input >= 0 ? "text" : "minus"), ("connection_type", "route")));
    }

    [Fact]
    public async Task Without_an_else_the_input_is_returned_unchanged_where_the_types_allow()
    {
        var same = new ConditionalPrimitive<int, int>((_, _) => false, Make.Throws());
        Assert.Equal(5, await same.ExecuteAsync(5, Make.Context()));
        var wider = new ConditionalPrimitive<string?, object?>((_, _) => false, new LambdaPrimitive<string?, object?>("x", s => s));
        Assert.Equal("a", await wider.ExecuteAsync("a", Make.Context()));
        Assert.Null(await wider.ExecuteAsync(null, Make.Context()));

        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new ConditionalPrimitive<int, string>((_, _) => true, Text));
        Assert.Contains("Int32 cannot be returned unchanged as a String", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "is a")]
    [InlineData("b", "is b")]
    [InlineData("c", "other")]
    public async Task A_switch_runs_the_matching_case_or_the_default(string input, string expected)
    {
        using var telemetry = new Telemetry();
        static LambdaPrimitive<string, string> Case(string says) => new(says, _ => says);
        var cases = new Dictionary<char, WorkflowPrimitive<string, string>> { ['a'] = Case("is a"), ['b'] = Case("is b") };
        var choose = new SwitchPrimitive<string, char, string>((s, _) => s[0], cases, Case("other"), "choose");
        Assert.Equal(expected, await choose.ExecuteAsync(input, Make.Context()));
        Assert.Single(telemetry.SpansNamed("primitive.lambda.execute"));
        Assert.Single(telemetry.SpansNamed("primitive.switch.execute"));
        Assert.Equal(1, telemetry.Sum(
            "tta.primitive.connections", ("source_primitive", "choose"), ("target_primitive", expected), ("connection_type", "route")));
    }

    [Fact]
    public async Task A_switch_without_match_and_default_returns_the_input_where_the_types_allow()
    {
        var same = new SwitchPrimitive<int, int, int>((i, _) => i, new Dictionary<int, WorkflowPrimitive<int, int>> { [1] = Make.Throws() });
        Assert.Equal(2, await same.ExecuteAsync(2, Make.Context()));
        Assert.Throws<ArgumentException>(() => new SwitchPrimitive<int, int, string>(
            (i, _) => i, new Dictionary<int, WorkflowPrimitive<int, string>> { [1] = Never }));
        Assert.Throws<ArgumentException>(() => new SwitchPrimitive<int, int, int>((i, _) => i, new Dictionary<int, WorkflowPrimitive<int, int>>()));
    }

    // B1
    public static TheoryData<object> Comparing =>
    [
        Cases,
        new ConcurrentDictionary<string, WorkflowPrimitive<string, string>>(Cases, StringComparer.OrdinalIgnoreCase),
        Cases.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
        Cases.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase),
        new SortedDictionary<string, WorkflowPrimitive<string, string>>(Cases, StringComparer.OrdinalIgnoreCase),
        new SortedList<string, WorkflowPrimitive<string, string>>(Cases, StringComparer.OrdinalIgnoreCase),
    ];

    private static Dictionary<string, WorkflowPrimitive<string, string>> Cases => new(StringComparer.OrdinalIgnoreCase)
    {
        ["sql"] = new LambdaPrimitive<string, string>("sql", _ => "sql"),
    };

    [Theory]
    [MemberData(nameof(Comparing))]
    public async Task A_switch_compares_as_its_dictionary_does(object cases)
    {
        var choose = new SwitchPrimitive<string, string, string>((s, _) => s, (IReadOnlyDictionary<string, WorkflowPrimitive<string, string>>)cases);
        Assert.Equal("sql", await choose.ExecuteAsync("SQL", Make.Context()));
        Assert.Equal("prose", await choose.ExecuteAsync("prose", Make.Context()));
    }

    // B1
    [Fact]
    public async Task A_switch_may_be_told_how_to_compare()
    {
        var wrapped = new ReadOnlyDictionary<string, WorkflowPrimitive<string, string>>(Cases);
        Assert.Equal("SQL", await new SwitchPrimitive<string, string, string>((s, _) => s, wrapped).ExecuteAsync("SQL", Make.Context()));
        Assert.Equal(
            "sql",
            await new SwitchPrimitive<string, string, string>((s, _) => s, wrapped, comparer: StringComparer.OrdinalIgnoreCase).ExecuteAsync("SQL", Make.Context()));

        var twice = new Dictionary<string, WorkflowPrimitive<string, string>> { ["a"] = Cases["sql"], ["A"] = Cases["sql"] };
        Assert.Contains("twice", Assert.Throws<ArgumentException>(
            "cases", () => new SwitchPrimitive<string, string, string>((s, _) => s, twice, comparer: StringComparer.OrdinalIgnoreCase)).Message, StringComparison.Ordinal);
    }

    // B1
    [Fact]
    public async Task A_null_matches_no_case()
    {
        Assert.Equal("x", await new SwitchPrimitive<string, string, string>((_, _) => null, Cases).ExecuteAsync("x", Make.Context()));
        var other = new LambdaPrimitive<string, string>("other", _ => "other");
        Assert.Equal("other", await new SwitchPrimitive<string, string, string>((_, _) => null, Cases, other).ExecuteAsync("x", Make.Context()));
    }
}
