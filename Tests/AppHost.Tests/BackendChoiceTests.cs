namespace Tta.AppHost.Tests;

public sealed class BackendChoiceTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("auto")]
    [InlineData("AUTO")]
    public void Containers_are_taken_where_they_can_be_run(string? asked) =>
        Assert.Equal(BackendMode.Containers, BackendChoice.Make(asked, () => null).Mode);

    [Fact]
    public void Processes_are_taken_where_they_cannot_and_the_reason_is_kept() =>
        Assert.Equal(new BackendChoice(BackendMode.Processes, "docker has no image"), BackendChoice.Make("auto", () => "docker has no image"));

    [Theory]
    [InlineData("containers", "Containers")]
    [InlineData("processes", "Processes")]
    public void What_is_asked_for_is_not_asked_of_the_machine(string asked, string mode) =>
        Assert.Equal(mode, BackendChoice.Make(asked, () => throw new InvalidOperationException()).Mode.ToString());

    [Fact]
    public void Another_value_is_an_error_that_names_those_there_are()
    {
        var error = Assert.Throws<DistributedApplicationException>(() => BackendChoice.Make("docker", () => null));

        Assert.Equal("Backends=docker is not known: it is containers, processes or auto.", error.Message);
    }
}
