using ManifestHost.Manifest;
using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Manifest;

public sealed class MalformedManifestTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Theory]
    [InlineData("{\n  \"resources\": {\n    \"a\": { \"type\" \"value.v0\" }\n", ":3: not valid JSON")]
    [InlineData("", ":1: not valid JSON")]
    [InlineData("{}\n]", ":2: not valid JSON")]
    [InlineData("{ \"things\": {} }", ":1: 'resources' is missing")]
    [InlineData("{ \"resources\": [\n] }", ":1: property 'resources': expected an object, found an array")]
    public void Text_that_is_no_manifest_is_reported_with_file_and_line(string text, string expected) =>
        AssertFails(text, "manifest.json" + expected);

    [Theory]
    [InlineData("\"type\": \"nonsense.v9\"", "resource 'a': unknown resource type 'nonsense.v9'")]
    [InlineData("\"types\": \"value.v0\"", "resource 'a': 'type' is missing")]
    [InlineData("\"type\": 7", "resource 'a', property 'type': expected a string, found 7")]
    [InlineData("\"type\": \"value.v0\",\n\"value\": {}", "resource 'a', property 'value': expected a string, found an object")]
    [InlineData("\"type\": \"executable.v0\"", "resource 'a': 'command' is missing")]
    [InlineData("\"type\": \"project.v0\"", "resource 'a': 'path' is missing")]
    [InlineData("\"type\": \"container.v0\", \"image\": \"x\"", "resource 'a': a container.v0 needs an overlay entry")]
    [InlineData("\"error\": \"cannot be published\"", "cannot be published")]
    [InlineData("\"type\": \"value.v0\", \"type\": \"value.v0\"", "property 'type': is there twice")]
    [InlineData("\"type\": \"annotated.string\", \"value\": \"x\", \"filter\": \"rot13\"", "property 'filter': unknown filter 'rot13'")]
    [InlineData(
        "\"type\": \"executable.v0\", \"command\": \"sh\",\n\"bindings\": { \"http\": { \"targetPort\": 70000 } }",
        ":3: resource 'a', property 'bindings.http.targetPort': expected a whole number from 1 to 65535, found 70000")]
    [InlineData("\"type\": \"executable.v0\", \"command\": \"sh\", \"args\": [\"-c\", 1]", "property 'args[1]': expected a string, found 1")]
    [InlineData(
        "\"type\": \"parameter.v0\", \"inputs\": { \"value\": { \"default\": { \"generate\": { \"lower\": false, \"upper\": false, \"numeric\": false, \"special\": false } } } }",
        "allows no characters at all")]
    public void A_malformed_resource_is_reported_with_file_line_resource_and_property(string members, string expected)
    {
        var message = AssertFails("{ \"resources\": {\n\"a\": { " + members + " } } }", expected);
        Assert.Matches(@"manifest\.json:[23]: ", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_resource_name_that_would_leave_its_folder_is_refused() =>
        AssertFails("{ \"resources\": { \"../x\": { \"type\": \"value.v0\" } } }", "letters, digits, '-' and '_' only");

    [Fact]
    public void A_missing_manifest_is_named()
    {
        var error = Assert.Throws<ManifestException>(() => StackModel.Load(_workspace.ManifestPath, null));
        Assert.Contains("manifest.json: no such file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_and_comments_are_let_be()
    {
        _workspace.Write("manifest.json", "\uFEFF{ // why not\n\"resources\": { \"a\": { \"type\": \"value.v0\" /* none */ } } }");

        Assert.Contains("a", StackModel.Load(_workspace.ManifestPath, null).Resources.Keys);
    }

    public void Dispose() => _workspace.Dispose();

    private string AssertFails(string manifest, string expected)
    {
        _workspace.Write("manifest.json", manifest);
        var error = Assert.Throws<ManifestException>(() => StackModel.Load(_workspace.ManifestPath, null));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        return error.Message;
    }
}
