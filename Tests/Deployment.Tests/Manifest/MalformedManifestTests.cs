using Tta.Deployment.Manifest;
using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests.Manifest;

public sealed class MalformedManifestTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Theory]
    [InlineData("{\n  \"resources\": {\n    \"a\": { \"type\" \"value.v0\" }\n", ":3: not valid JSON")]
    [InlineData("", ":1: not valid JSON")]
    [InlineData("{ \"things\": {} }", ":1: property 'things': unknown property")]
    [InlineData("{}", ":1: 'resources' is missing")]
    [InlineData("{ \"resources\": [\n] }", ":1: property 'resources': expected an object, found an array")]
    public void Text_that_is_no_manifest_is_reported_with_file_and_line(string text, string expected) =>
        AssertFails(text, "manifest.json" + expected);

    [Theory]
    [InlineData("\"type\": \"nonsense.v9\"", "property 'type': unknown resource type 'nonsense.v9'; known are container.v0")]
    [InlineData("\"types\": \"value.v0\"", "resource 'a': 'type' is missing")]
    [InlineData("\"type\": 7", "resource 'a', property 'type': expected a string, found 7")]
    [InlineData("\"type\": \"value.v0\", \"value\": {}", "property 'value': expected a string, found an object")]
    [InlineData("\"type\": \"executable.v0\", \"command\": \"sh\"",
        "an executable.v0 runs on a machine, not in a container; give it an image")]
    [InlineData("\"type\": \"project.v0\"", "resource 'a': 'path' is missing")]
    [InlineData("\"type\": \"container.v0\"", "resource 'a': 'image' is missing")]
    [InlineData("\"type\": \"container.v1\", \"build\": { \"context\": \".\" }",
        "property 'build': images are not built here; build it, push it")]
    [InlineData("\"type\": \"container.v0\", \"image\": \"x\", \"colour\": \"red\"", "property 'colour': unknown property; one of type, ")]
    [InlineData("\"error\": \"cannot be published\"", "the publisher could not describe this resource: cannot be published")]
    [InlineData("\"type\": \"value.v0\", \"type\": \"value.v0\"", "property 'type': is there twice")]
    [InlineData("\"type\": \"annotated.string\", \"value\": \"x\", \"filter\": \"rot13\"", "property 'filter': unknown filter 'rot13'")]
    [InlineData(
        "\"type\": \"container.v0\", \"image\": \"x\", \"bindings\": { \"http\": { \"targetPort\": 70000 } }",
        "property 'bindings.http.targetPort': expected a whole number from 1 to 65535, found 70000")]
    [InlineData("\"type\": \"container.v0\", \"image\": \"x\", \"bindings\": { \"http\": {} }",
        "'targetPort' is missing and an image's port cannot")]
    [InlineData("\"type\": \"container.v0\", \"image\": \"x\", \"bindings\": { \"a\": { \"protocol\": \"ipx\" } }",
        "unknown protocol 'ipx'; write tcp or udp")]
    [InlineData("\"type\": \"container.v0\", \"image\": \"x\", \"bindings\": { \"a\": { \"transport\": \"smoke\" } }",
        "unknown transport 'smoke'")]
    [InlineData("\"type\": \"container.v0\", \"image\": \"x\", \"args\": [\"-c\", 1]", "property 'args[1]': expected a string, found 1")]
    [InlineData("\"type\": \"container.v0\", \"image\": \"x\", \"volumes\": [{ \"name\": \"v\" }]",
        "property 'volumes[0]': 'target' is missing")]
    [InlineData("\"type\": \"container.v0\", \"image\": \"x\", \"volumes\": [{ \"name\": \"v\", \"target\": \"data\" }]",
        "'data' must be an absolute path")]
    [InlineData(
        "\"type\": \"container.v0\", \"image\": \"x\", \"bindMounts\": [{ \"source\": \"nowhere\", \"target\": \"/x\" }]",
        "property 'bindMounts[0]': there is no ")]
    [InlineData("\"type\": \"project.v0\", \"path\": \"No/No.csproj\"", "property 'path': there is no project ")]
    [InlineData(
        "\"type\": \"parameter.v0\", \"inputs\": { \"value\": { \"default\": { \"generate\": "
            + "{ \"lower\": false, \"upper\": false, \"numeric\": false, \"special\": false } } } }",
        "allows no characters at all")]
    public void A_malformed_resource_is_reported_with_file_line_and_resource(string members, string expected)
    {
        var message = AssertFails("{ \"resources\": {\n\"a\": { " + members + " } } }", expected);
        Assert.Contains("manifest.json:2: resource 'a'", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("-x")]
    public void A_resource_name_that_could_be_no_host_is_refused(string name) =>
        AssertFails($$"""{ "resources": { "{{name}}": { "type": "value.v0" } } }""", "letters, digits, '-' and '_' only");

    [Fact]
    public void A_missing_manifest_is_named()
    {
        var error = Assert.Throws<DeploymentException>(() => AppManifest.Load(_workspace.ManifestPath));
        Assert.Contains("manifest.json: no such file; name it with --manifest FILE", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _workspace.Dispose();

    private string AssertFails(string manifest, string expected)
    {
        _workspace.Write("manifest.json", manifest);

        var error = Assert.Throws<DeploymentException>(() => _workspace.Compose());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(_workspace.Files);
        return error.Message;
    }
}
