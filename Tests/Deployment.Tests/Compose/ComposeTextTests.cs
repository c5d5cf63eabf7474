using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests.Compose;

public sealed class ComposeTextTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public void A_dollar_of_the_manifest_stays_one()
    {
        _workspace.Manifest(Workspace.Container("app", """ "args": ["$HOME $$ ${X}"] """));

        Assert.Equal(["$$HOME $$$$ $${X}"], Service("app").Texts("command"));
    }

    [Fact]
    public void What_looks_like_another_type_stays_text()
    {
        _workspace.Manifest(Workspace.Container(
            "app", """ "env": { "A": "true", "B": "8080", "C": "", "D": "yes", "E": "null", "F": "a: b #c" } """));

        Assert.Equal(["true", "8080", "", "yes", "null", "a: b #c"], Service("app").Members("environment")
            .Select(variable => variable.Value!.GetValue<string>()));
        Assert.Contains("A: \"true\"", _workspace.Read("docker-compose.yaml"), StringComparison.Ordinal);
        Assert.Contains("D: \"yes\"", _workspace.Read("docker-compose.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Resources_that_refer_to_each_other_do_not_wait_for_each_other_in_a_circle()
    {
        const string binding = """, "bindings": { "http": { "targetPort": 80 } } """;
        _workspace.Manifest(
            Workspace.Container("one", """ "env": { "OTHER": "{two.bindings.http.port}" }""" + binding),
            Workspace.Container("two", """ "env": { "OTHER": "{one.bindings.http.port}" }""" + binding));
        var output = new StringWriter();
        DeploymentRun.Compose(_workspace.Options, output);

        Assert.Contains("two does not wait for one: they refer to each other.", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["two"], Service("one").Members("depends_on").Select(other => other.Key));
        Assert.Empty(Service("two").Members("depends_on"));
    }

    [Fact]
    public void A_volume_without_a_name_gets_its_resources()
    {
        _workspace.Manifest(Workspace.Container("app", """ "volumes": [{ "target": "/data" }] """));

        Assert.Equal("app-volume-0", Service("app").Elements("volumes").Single()["source"]!.GetValue<string>());
    }

    public void Dispose() => _workspace.Dispose();

    private System.Text.Json.Nodes.JsonNode Service(string name) => Yaml.Parse(_workspace.Compose())["services"]![name]!;
}
