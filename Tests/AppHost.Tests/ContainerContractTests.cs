using System.Reflection;
using EndToEnd.Tests;
using EndToEnd.Tests.Contract;

namespace Tta.AppHost.Tests;

/// <summary>The same behaviours that the end-to-end tests demand of plain processes, demanded of the containers.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerContractTests(ContainerSystem system)
{
    private static readonly Dictionary<string, (MethodInfo Method, object?[] Arguments)> Contract = ReadContract();

    public static TheoryData<string> Behaviours => [.. Contract.Keys];

    [ContainerTheory]
    [MemberData(nameof(Behaviours))]
    public async Task The_containers_show_it(string behaviour)
    {
        var (method, arguments) = Contract[behaviour];
        await (Task)method.Invoke(new StartedByAspire(system), arguments)!;
    }

    [Fact]
    public void Every_behaviour_is_asked_for_with_arguments_that_fit() =>
        Assert.All(Contract.Values, test => Assert.Equal(test.Method.GetParameters().Length, test.Arguments.Length));

    private static Dictionary<string, (MethodInfo Method, object?[] Arguments)> ReadContract() =>
        (from method in typeof(ObservabilityContract).GetMethods()
         where method.GetCustomAttribute<FactAttribute>() is not null
         from row in Rows(method)
         select (Name: $"{method.Name}({string.Join(", ", row)})", Method: method, Arguments: Fit(row, method)))
        .ToDictionary(test => test.Name, test => (test.Method, test.Arguments));

    private static IEnumerable<object?[]> Rows(MethodInfo method)
    {
        var data = method.GetCustomAttributes<InlineDataAttribute>().ToList();
        return data.Count == 0 ? [[]] : data.Select(attribute => attribute.Data);
    }

    // As a compiler does for a parameter array: what is left over goes into the last argument.
    private static object?[] Fit(object?[] row, MethodInfo method)
    {
        var parameters = method.GetParameters();
        return parameters is [.., var last] && last.IsDefined(typeof(ParamArrayAttribute)) && !(row.Length == parameters.Length && row[^1] is string[])
            ? [.. row[..(parameters.Length - 1)], row[(parameters.Length - 1)..].Cast<string>().ToArray()]
            : row;
    }

    private sealed class StartedByAspire(IRunningSystem system) : ObservabilityContract(system);
}
