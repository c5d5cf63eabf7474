using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests.Output;

public sealed class OutputTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public void Two_runs_write_the_same_and_keep_the_secrets()
    {
        var options = Committed.Options(_workspace);
        foreach (var write in new Action[] { () => _workspace.Compose(options), () => _workspace.Kubernetes(options) })
        {
            write();
            var first = _workspace.Files;
            write();

            Assert.Equal(first, _workspace.Files);
        }
    }

    [Fact]
    public void Only_the_owner_may_read_the_parameters_values()
    {
        _workspace.Manifest(Workspace.Container("app", """ "env": { "P": "{pw.value}" } """),
            Workspace.Parameter("pw", isSecret: true)).Compose();
        var path = Path.Combine(_workspace.Output, ".env");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        _workspace.Compose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void What_a_person_wrote_into_env_stays()
    {
        _workspace.Manifest(Workspace.Container("app", """ "env": { "P": "{pw.value}" } """),
            Workspace.Parameter("pw", isSecret: true)).Compose();
        File.AppendAllText(Path.Combine(_workspace.Output, ".env"), "COMPOSE_PROFILES='a b'\n");

        _workspace.Compose(_workspace.Options with { Parameters = new Dictionary<string, string> { ["pw"] = "s$same me" } });

        Assert.Equal("a b", _workspace.Env["COMPOSE_PROFILES"]);
        Assert.Contains("PW='s$same me'", _workspace.Read(".env"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_env_cannot_hold_is_refused()
    {
        _workspace.Manifest(Workspace.Container("app", """ "env": { "P": "{p.value}" } """), Workspace.Parameter("p"));

        var error = Assert.Throws<DeploymentException>(() =>
            _workspace.Compose(_workspace.Options with { Parameters = new Dictionary<string, string> { ["p"] = "it's" } }));

        Assert.Equal("the value of P has an apostrophe or a line break, which .env cannot hold; choose another.", error.Message);
        Assert.Empty(_workspace.Files);
    }

    [Fact]
    public void A_failure_while_writing_leaves_the_old_files_as_they_were()
    {
        _workspace.Manifest(Workspace.Container("app")).Compose();
        var before = _workspace.Files;
        // A file cannot be written where a folder is in its way.
        Directory.CreateDirectory(Path.Combine(_workspace.Output, ".env.unfinished"));

        Assert.Throws<DeploymentException>(() => _workspace.Manifest(Workspace.Container("other")).Compose());

        Assert.Equal(before, _workspace.Files);
    }

    [Fact]
    public void What_is_generated_for_a_resource_goes_with_it_and_what_others_wrote_stays()
    {
        _workspace.Manifest(Workspace.Container("one"), Workspace.Container("two")).Kubernetes();
        File.WriteAllText(Path.Combine(_workspace.Output, "patch.yaml"), "# mine\n");

        _workspace.Manifest(Workspace.Container("one")).Kubernetes();

        Assert.Equal([".env", "kustomization.yaml", "one.yaml", "patch.yaml"], _workspace.Files.Keys);
    }

    [Fact]
    public void Two_resources_that_would_be_the_same_file_are_an_error()
    {
        _workspace.Manifest(
            Workspace.Container("app", """ "env": { "P": "{pw.value}" } """), Workspace.Container("app-secret"),
            Workspace.Parameter("pw", isSecret: true));

        var error = Assert.Throws<DeploymentException>(() => _workspace.Kubernetes());

        Assert.Contains("rename the resource app-secret", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _workspace.Dispose();
}
