using Tta.Deployment.Expressions;
using Tta.Deployment.Manifest;
using Tta.Deployment.Tests.Support;

namespace Tta.Deployment.Tests.Expressions;

public sealed class ValueResolverTests : IDisposable
{
    private const string Redis =
        """
        "cache": {
          "type": "container.v0", "image": "redis:8",
          "connectionString": "{cache.bindings.tcp.host}:{cache.bindings.tcp.port},password={pw.value}{tls.connectionString}",
          "bindings": { "tcp": { "scheme": "redis", "protocol": "tcp", "transport": "tcp", "targetPort": 6379 } }
        },
        "pw": {
          "type": "parameter.v0", "value": "{pw.inputs.value}",
          "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 30 } } } }
        },
        "pw-uri": { "type": "annotated.string", "value": "{pw.value}", "filter": "uri" },
        "plain-uri": { "type": "annotated.string", "value": "a b", "filter": "uri" },
        "tls": { "type": "value.v0", "connectionString": ",ssl=false" },
        "asked": { "type": "parameter.v0", "value": "{asked.inputs.value}", "inputs": { "value": { "type": "string" } } },
        "asked-too": { "type": "parameter.v0", "value": "{asked-too.inputs.value}", "inputs": { "value": { "type": "string" } } },
        "given": {
          "type": "parameter.v0", "value": "{given.inputs.value}",
          "inputs": { "value": { "type": "string", "default": { "value": "by default" } } }
        }
        """;

    private readonly Workspace _workspace = new();
    private readonly Dictionary<string, string> _given = [];
    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, string> _kept = [];

    [Theory]
    [InlineData("{cache.bindings.tcp.url}", "redis://cache:6379")]
    [InlineData("{cache.bindings.tcp.host}", "cache")]
    [InlineData("{cache.bindings.tcp.port}", "6379")]
    [InlineData("{cache.bindings.tcp.targetPort}", "6379")]
    [InlineData("{cache.bindings.tcp.scheme}", "redis")]
    [InlineData("{cache.bindings.tcp.hostAndPort}", "cache:6379")]
    [InlineData("{given.value}", "by default")]
    [InlineData("{given.inputs.value}", "by default")]
    [InlineData("{tls.connectionString}", ",ssl=false")]
    [InlineData("{plain-uri.value}", "a%20b")]
    public void An_expression_stands_for_its_value(string expression, string expected) =>
        Assert.Equal(expected, Resolver(out _).Resolve(Text(expression)).Value);

    [Fact]
    public void A_connection_string_pulls_in_what_it_refers_to_and_is_as_secret()
    {
        _given["pw"] = "sesame";
        var text = Resolver(out _).Resolve(Text("{cache.connectionString}"));

        Assert.Equal("cache:6379,password=sesame,ssl=false", text.Value);
        Assert.True(text.IsSecret);
    }

    [Fact]
    public void A_generated_value_is_the_same_wherever_it_is_used()
    {
        var resolver = Resolver(out _);
        var password = resolver.Resolve(Text("{pw.value}")).Value;

        Assert.Equal(30, password.Length);
        Assert.Contains("password=" + password, resolver.Resolve(Text("{cache.connectionString}")).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_uri_filter_encodes_and_the_encoded_secret_is_a_secret_variable_of_its_own()
    {
        _given["pw"] = "a/b c";
        var resolver = Resolver(out var parameters);

        Assert.Equal("a%2Fb%20c", resolver.Resolve(Text("{pw-uri.value}")).Value);
        Assert.Equal(["PW", "PW_URI"], parameters.Used.Select(parameter => parameter.Variable));
        Assert.All(parameters.Used, parameter => Assert.True(parameter.IsSecret));
    }

    [Fact]
    public void A_parameter_is_taken_from_the_command_line_the_environment_the_last_run_and_its_default_in_this_order()
    {
        Assert.Equal("by default", Resolver(out _).Resolve(Text("{given.value}")).Value);
        _kept["GIVEN"] = "kept";
        Assert.Equal("kept", Resolver(out _).Resolve(Text("{given.value}")).Value);
        _environment["Parameters__given"] = "environment";
        Assert.Equal("environment", Resolver(out _).Resolve(Text("{given.value}")).Value);
        _given["given"] = "command line";
        Assert.Equal("command line", Resolver(out _).Resolve(Text("{given.value}")).Value);
    }

    [Theory]
    [InlineData("Parameters__asked-too")]
    [InlineData("Parameters__asked_too")]
    public void A_name_with_a_hyphen_can_be_given_with_an_underscore(string variable)
    {
        _environment[variable] = "the answer";

        Assert.Equal("the answer", Resolver(out _).Resolve(Text("{asked-too.value}")).Value);
    }

    [Fact]
    public void Parameters_that_nobody_gives_are_all_asked_for_at_once_where_they_are_needed()
    {
        var resolver = Resolver(out var parameters);
        resolver.Resolve(Text("{asked.value}"));
        resolver.Resolve(Text("{asked-too.value}"));

        var lines = Assert.Throws<DeploymentException>(parameters.RequireAll).Message.Split(Environment.NewLine);

        Assert.Equal(2, lines.Length);
        Assert.Contains("needs the parameter 'asked', which has no value; add --parameter asked=VALUE", lines[0], StringComparison.Ordinal);
        Assert.Contains("set the environment variable Parameters__asked_too.", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_refer_to_each_other_in_a_circle_are_an_error()
    {
        _workspace.Manifest(
            """ "a": { "type": "value.v0", "value": "{b.value}" }""",
            """ "b": { "type": "value.v0", "value": "x{c.connectionString}" } """,
            """ "c": { "type": "value.v0", "connectionString": "{a.value}" } """,
            Workspace.Container("app", """ "env": { "X": "{a.value}" } """));

        var error = Assert.Throws<DeploymentException>(() => _workspace.Compose());

        Assert.Contains("{a.value} → {b.value} → {c.connectionString} → {a.value}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{nobody.value}", "names the unknown resource 'nobody'; known are cache, pw")]
    [InlineData("{cache.bindings.http.url}", "names an unknown binding; 'cache' has tcp")]
    [InlineData("{cache.bindings.tcp.colour}", "asks for an unknown property; a binding has url, host, port")]
    [InlineData("{cache.bindings.tcp}", "asks for an unknown property")]
    [InlineData("{cache.colour}", "asks for an unknown property; known are bindings")]
    [InlineData("{pw.inputs.other}", "names an unknown input; 'pw' has value")]
    [InlineData("{pw.connectionString}", "asks for a property that 'pw' does not have")]
    public void An_expression_that_leads_nowhere_is_reported_and_nothing_is_written(string expression, string expected)
    {
        _workspace.Manifest(Redis, Workspace.Container("app", "\n\"env\": { \"X\": \"" + expression + "\" }"));

        var error = Assert.Throws<DeploymentException>(() => _workspace.Compose());

        Assert.Contains($"resource 'app', property 'env.X': the expression '{expression}' {expected}", error.Message,
            StringComparison.Ordinal);
        Assert.Matches(@"manifest\.json:\d+: ", error.Message);
        Assert.Empty(_workspace.Files);
    }

    public void Dispose() => _workspace.Dispose();

    private static LocatedText Text(string value) => new(value, new SourceLocation("manifest.json", 9, "app", "env.X"));

    private ValueResolver Resolver(out ParameterStore parameters)
    {
        _workspace.Manifest(Redis);
        parameters = new ParameterStore(_given, name => _environment.GetValueOrDefault(name), _kept);
        return new ValueResolver(AppManifest.Load(_workspace.ManifestPath), (_, _) => 6379, parameters);
    }
}
