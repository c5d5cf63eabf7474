using ManifestHost.Expressions;
using ManifestHost.Manifest;
using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Expressions;

public sealed class ValueResolverTests : IDisposable
{
    private const string Redis =
        """
        "cache": {
          "type": "executable.v0", "command": "redis-server",
          "connectionString": "{cache.bindings.tcp.host}:{cache.bindings.tcp.port},password={pw.value}{tls.connectionString}",
          "volumes": [{ "name": "data" }],
          "bindings": { "tcp": { "scheme": "redis", "protocol": "tcp", "transport": "tcp", "targetPort": 6379 } }
        },
        "pw": {
          "type": "parameter.v0", "value": "{pw.inputs.value}",
          "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 30 } } } }
        },
        "pw-uri": { "type": "annotated.string", "value": "{pw.value}", "filter": "uri" },
        "tls": { "type": "value.v0", "connectionString": ",ssl=false" },
        "asked": { "type": "parameter.v0", "value": "{asked.inputs.value}", "inputs": { "value": { "type": "string" } } },
        "asked-too": { "type": "parameter.v0", "value": "{asked-too.inputs.value}", "inputs": { "value": { "type": "string" } } },
        "given": { "type": "parameter.v0", "value": "{given.inputs.value}", "inputs": { "value": { "type": "string", "default": { "value": "by default" } } } }
        """;

    private readonly Workspace _workspace = new();
    private readonly Dictionary<string, string> _environment = [];

    [Theory]
    [InlineData("{cache.bindings.tcp.url}", "redis://127.0.0.1:7001")]
    [InlineData("{cache.bindings.tcp.host}", "127.0.0.1")]
    [InlineData("{cache.bindings.tcp.port}", "7001")]
    [InlineData("{cache.bindings.tcp.targetPort}", "7001")]
    [InlineData("{cache.bindings.tcp.scheme}", "redis")]
    [InlineData("{cache.bindings.tcp.hostAndPort}", "127.0.0.1:7001")]
    [InlineData("{cache.volumes.data.path}", "/volumes/data")]
    [InlineData("{given.value}", "by default")]
    [InlineData("{given.inputs.value}", "by default")]
    [InlineData("{tls.connectionString}", ",ssl=false")]
    public void An_expression_stands_for_its_value(string expression, string expected) => Assert.Equal(expected, Resolver().Resolve(Text(expression)));

    [Fact]
    public void A_connection_string_pulls_in_what_it_refers_to()
    {
        _environment["Parameters__pw"] = "sesame";

        Assert.Equal("127.0.0.1:7001,password=sesame,ssl=false", Resolver().Resolve(Text("{cache.connectionString}")));
    }

    [Fact]
    public void A_generated_value_is_the_same_wherever_it_is_used()
    {
        var resolver = Resolver();
        var password = resolver.Resolve(Text("{pw.value}"));

        Assert.Equal(30, password.Length);
        Assert.Contains("password=" + password, resolver.Resolve(Text("{cache.connectionString}")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_uri_filter_encodes_and_the_encoded_secret_is_a_secret_too()
    {
        _environment["Parameters__pw"] = "a/b c";
        var resolver = Resolver();

        Assert.Equal("a%2Fb%20c", resolver.Resolve(Text("{pw-uri.value}")));
        Assert.Equal("*** ***", resolver.Secrets.Redact("a/b c a%2Fb%20c"));
    }

    [Theory]
    [InlineData("Parameters__asked-too")]
    [InlineData("Parameters__asked_too")]
    [InlineData("ConnectionStrings__asked-too")]
    public void A_parameter_is_taken_from_the_environment(string variable)
    {
        _environment[variable] = "the answer";

        Assert.Equal("the answer", Resolver().Resolve(Text("{asked-too.value}")));
    }

    [Fact]
    public void A_parameter_that_nobody_gives_is_asked_for_where_it_is_needed()
    {
        var error = Assert.Throws<ManifestException>(() => Resolver().Resolve(Text("{asked-too.value}")));

        Assert.Contains("manifest.json:", error.Message, StringComparison.Ordinal);
        Assert.Contains("the parameter 'asked-too', which has no value; set the environment variable Parameters__asked_too.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_refer_to_each_other_in_a_circle_are_an_error()
    {
        _workspace.Manifest(
            """ "a": { "type": "value.v0", "value": "{b.value}" }""",
            """ "b": { "type": "value.v0", "value": "x{c.connectionString}" } """,
            """ "c": { "type": "value.v0", "connectionString": "{a.value}" } """);
        var model = StackModel.Load(_workspace.ManifestPath, null);
        var resolver = new ValueResolver(model, (_, _) => 0, name => name, _ => null);

        var error = Assert.Throws<ManifestException>(() => resolver.Resolve(Text("{a.value}")));

        Assert.Contains("{a.value} → {b.value} → {c.connectionString} → {a.value}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{nobody.value}", "names the unknown resource 'nobody'; known are cache, pw")]
    [InlineData("{cache.bindings.http.url}", "names an unknown binding; 'cache' has tcp")]
    [InlineData("{cache.bindings.tcp.colour}", "asks for an unknown property; a binding has url, host, port")]
    [InlineData("{cache.bindings.tcp}", "asks for an unknown property")]
    [InlineData("{cache.colour}", "asks for an unknown property; known are bindings")]
    [InlineData("{cache.volumes.other.path}", "names an unknown volume; 'cache' has data")]
    [InlineData("{pw.inputs.other}", "names an unknown input; 'pw' has value")]
    [InlineData("{pw.connectionString}", "asks for a property that 'pw' does not have")]
    public void An_expression_that_leads_nowhere_is_reported_before_anything_starts(string expression, string expected)
    {
        _workspace.Manifest(Redis, "\"app\": { \"type\": \"executable.v0\", \"command\": \"sh\",\n\"env\": { \"X\": \"" + expression + "\" } }");
        var checker = new ReferenceChecker(StackModel.Load(_workspace.ManifestPath, null));

        var error = Assert.Throws<ManifestException>(checker.CheckAll);

        Assert.Contains($"resource 'app', property 'env.X': the expression '{expression}' {expected}", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"manifest\.json:\d+: ", error.Message);
    }

    [Theory]
    [InlineData("""{ "omit": "not here" }""", "needs 'db', which the overlay leaves out (not here)")]
    [InlineData("""{ "providedBy": "other", "bindings": {} }""", "needs a binding that 'other' does not provide; map 'tcp'")]
    public void A_connection_string_of_what_is_not_there_is_reported_when_it_is_needed(string entry, string expected)
    {
        _workspace.Manifest(
            """ "db": { "type": "container.v0", "connectionString": "{db.bindings.tcp.url}", "bindings": { "tcp": {} } } """,
            """ "other": { "type": "executable.v0", "command": "sh" } """).Overlay("\"db\": " + entry);
        var model = StackModel.Load(_workspace.ManifestPath, _workspace.OverlayPath);
        new ReferenceChecker(model).CheckAll();
        var resolver = new ValueResolver(model, (_, _) => 0, name => name, _ => null);

        var error = Assert.Throws<ManifestException>(() => resolver.Resolve(Text("{db.connectionString}")));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _workspace.Dispose();

    private static LocatedText Text(string value) => new(value, new SourceLocation("manifest.json", 9, "app", "env.X"));

    private ValueResolver Resolver()
    {
        _workspace.Manifest(Redis);
        var model = StackModel.Load(_workspace.ManifestPath, null);
        new ReferenceChecker(model).CheckAll();
        return new ValueResolver(model, (_, _) => 7001, volume => "/volumes/" + volume, name => _environment.GetValueOrDefault(name));
    }
}
