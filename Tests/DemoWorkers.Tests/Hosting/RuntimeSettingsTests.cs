using System.Text.Json;

namespace Tta.DemoWorkers.Tests.Hosting;

/// <summary>What the project file means to say to the runtime; a misspelt property is no error there.</summary>
public sealed class RuntimeSettingsTests
{
    [Theory]
    [InlineData("System.GC.Server")]
    [InlineData("System.GC.Concurrent")]
    [InlineData("System.Runtime.TieredPGO")]
    public void Four_processes_side_by_side_do_without(string setting)
    {
        var program = typeof(Program).Assembly.Location;
        using var configuration = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(program, ".runtimeconfig.json")));

        Assert.False(configuration.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty(setting).GetBoolean());
    }
}
