using Microsoft.Extensions.Configuration;
using Observatory.Hosting;

namespace Tta.Observatory.Tests.Hosting;

public sealed class MemoryLimitTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public void Limits_fit_the_memory_that_the_process_may_use_and_say_so()
    {
        var options = Read(150 * MiB);

        Assert.InRange(options.MaxSpans, 2_000_000, 4_000_000);
        Assert.Equal(15 * MiB, options.MaxInFlightBytes);
        Assert.InRange(options.MaxRequestBytes, MiB, 2 * MiB);
        Assert.InRange(options.Forward.QueueBytes, MiB, 5 * MiB);
        Assert.Equal(
            ["MAXFORWARDBYTES", "MAXINFLIGHTBYTES", "MAXREQUESTBYTES", "MAXSPANS"],
            options.Lowered.Select(l => l.Split(' ')[0]["OBSERVATORY__".Length..]).Order());
        Assert.All(options.Lowered, l => Assert.Contains($"the process may use {150 * MiB} bytes", l, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_there_is_memory_they_are_what_was_set()
    {
        var options = Read(16 * 1024 * MiB, ("MaxSpans", "5000000"));

        Assert.Equal(5_000_000, options.MaxSpans);
        Assert.Equal(64 * MiB, options.MaxInFlightBytes);
        Assert.Equal(20 * MiB, options.MaxRequestBytes);
        Assert.Empty(options.Lowered);
    }

    private static ObservatoryOptions Read(long memory, params (string Key, string Value)[] settings) => ObservatoryOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => "Observatory:" + s.Key, s => (string?)s.Value)).Build(), memory);
}
