using System.Text.Json;

namespace Tta.AppHost.Tests;

/// <summary>What <c>./up --detach</c> and <c>--status</c> read while containers run.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerStackFileTests(ContainerSystem system)
{
    [ContainerTheory]
    [InlineData("healthy")]
    public void Everything_that_is_started_is_in_the_stack_file(string state)
    {
        using var stack = JsonDocument.Parse(File.ReadAllBytes(system.StackFile));
        var resources = stack.RootElement.GetProperty("resources").EnumerateObject().ToDictionary(resource => resource.Name, resource => resource.Value);

        Assert.Equal(AppModel.Everything.Order(), resources.Keys.Order());
        Assert.All(resources.Values, resource => Assert.Equal(state, resource.GetProperty("state").GetString()));
        Assert.Equal(Environment.ProcessId, stack.RootElement.GetProperty("host").GetProperty("pid").GetInt32());
    }
}
