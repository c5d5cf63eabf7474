using Tta.Deployment.Expressions;
using Tta.Deployment.Manifest;

namespace Tta.Deployment.Tests.Expressions;

public class TemplateTests
{
    [Theory]
    [InlineData("{cache.bindings.tcp.port}", "<cache.bindings.tcp.port>")]
    [InlineData("a{cache.value}b{cache.value}c", "a<cache.value>b<cache.value>c")]
    [InlineData("{x.y}", "<x.y>")]
    [InlineData("""{ "json": {"a": [1, {}]} }""", """{ "json": {"a": [1, {}]} }""")]
    [InlineData("{{ $labels.job }}", "{{ $labels.job }}")]
    [InlineData("{{cache.value}}", "{cache.value}")]
    [InlineData("{\"targets\":[\"{cache.bindings.tcp.host}\"]}", "{\"targets\":[\"<cache.bindings.tcp.host>\"]}")]
    [InlineData("{word} ${HOME} {}", "{word} ${HOME} {}")]
    [InlineData("{", "{")]
    [InlineData("", "")]
    public void References_are_told_from_other_braces(string text, string expected) => Assert.Equal(expected, Render(text));

    [Theory]
    [InlineData("{cache}", "'{cache}' is incomplete")]
    [InlineData("{cache.}", "'{cache.}' is incomplete")]
    [InlineData("{cache.bindings.tcp.url", "is not closed")]
    [InlineData("{cache.bindings.tcp.url)", "is not closed")]
    public void What_begins_like_a_reference_to_a_resource_but_is_none_is_an_error(string text, string expected)
    {
        var error = Assert.Throws<DeploymentException>(() => Render(text));

        Assert.StartsWith("m.json:3: resource 'r', property 'env.X': ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static string Render(string text)
    {
        var located = new LocatedText(text, new SourceLocation("m.json", 3, "r", "env.X"));
        return string.Concat(Template.Parse(located, name => name == "cache").Parts
            .Select(part => part.Literal ?? $"<{part.Reference!.ToString()[1..^1]}>"));
    }
}
