using Microsoft.Extensions.Configuration;

namespace Tta.AppHost.Tests;

/// <summary>What is made of what a container engine says, with programs that say it.</summary>
public sealed class ContainerEngineTests : IDisposable
{
    private const string Image = "docker.io/library/redis:8.6";

    private readonly DirectoryInfo _programs = Directory.CreateTempSubdirectory("tta-engine-");

    public void Dispose() => _programs.Delete(recursive: true);

    [Fact]
    public void An_engine_that_is_not_installed_does_not_answer() =>
        Assert.Equal("no container engine answers (asked: no-such-engine)", WhyNot("no-such-engine"));

    [Fact]
    public void An_engine_whose_service_does_not_run_does_not_answer() =>
        Assert.Matches("^no container engine answers", WhyNot(Engine("exit 1")));

    [Fact]
    public void An_engine_with_the_image_will_do() =>
        Assert.Null(WhyNot(Engine("[ \"$1\" = version ] || [ \"$1 $2\" = 'image inspect' ]")));

    [Fact]
    public void An_engine_that_can_pull_the_image_will_do() =>
        Assert.Null(WhyNot(Engine("[ \"$1\" = version ] || [ \"$1 $2\" = 'manifest inspect' ]")));

    [Fact]
    public void An_engine_without_the_image_and_without_a_registry_will_not_and_the_image_is_named() =>
        Assert.Matches($"has no image {Image}, and cannot pull it$", WhyNot(Engine("[ \"$1\" = version ]")));

    [Fact]
    public void An_engine_that_never_answers_is_not_waited_for() =>
        Assert.Matches("^no container engine answers", WhyNot(Engine("exec sleep 600")));

    private static string? WhyNot(string engine) => ContainerEngine.WhyNot(
        new ConfigurationBuilder().AddInMemoryCollection([new("ASPIRE_CONTAINER_RUNTIME", engine)]).Build(), [Image]);

    private string Engine(string script)
    {
        var path = Path.Combine(_programs.FullName, "engine");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
