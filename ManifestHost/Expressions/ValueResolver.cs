using System.Text;
using ManifestHost.Manifest;

namespace ManifestHost.Expressions;

/// <summary>Computes what expressions stand for. Parameters are asked for when something needs them, and only then.</summary>
internal sealed class ValueResolver
{
    private readonly StackModel _model;
    private readonly ReferenceChecker _references;
    private readonly Func<string, string, int> _portOf;
    private readonly Func<string, string> _volumePath;
    private readonly Func<string, string?> _environment;
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _beingResolved = [];
    private SourceLocation _neededAt;

    /// <summary>Creates a resolver.</summary>
    /// <param name="model">The resources.</param>
    /// <param name="portOf">The port of a process's binding (resource, binding).</param>
    /// <param name="volumePath">The folder of a volume.</param>
    /// <param name="environment">Looks up an environment variable of the host, for parameters.</param>
    public ValueResolver(
        StackModel model, Func<string, string, int> portOf, Func<string, string> volumePath, Func<string, string?> environment)
    {
        _model = model;
        _references = new ReferenceChecker(model);
        _portOf = portOf;
        _volumePath = volumePath;
        _environment = environment;
    }

    /// <summary>Every secret that took part in a value so far.</summary>
    public SecretRegistry Secrets { get; } = new();

    /// <summary>The text with its expressions replaced.</summary>
    /// <exception cref="ManifestException">A parameter has no value, or values refer to each other in a circle.</exception>
    public string Resolve(LocatedText text)
    {
        if (_beingResolved.Count == 0)
        {
            _neededAt = text.At;
        }

        var result = new StringBuilder();
        foreach (var part in _references.Parse(text).Parts)
        {
            result.Append(part.Literal ?? Evaluate(part.Reference!, text.At));
        }

        return result.ToString();
    }

    /// <summary>The environment variables a parameter's input can be given in.</summary>
    public static IEnumerable<string> VariablesFor(string parameter)
    {
        yield return "Parameters__" + parameter;
        if (parameter.Contains('-', StringComparison.Ordinal))
        {
            yield return "Parameters__" + parameter.Replace('-', '_');
        }

        yield return "ConnectionStrings__" + parameter;
    }

    private string Evaluate(Reference reference, SourceLocation neededAt)
    {
        // A text of something that does not run here has been checked for names only, until somebody needs it.
        _references.Check(reference, neededAt, fully: true);
        var resource = _model.Resources[reference.Resource];
        return reference.Path switch
        {
            ["bindings", var binding, var property] => BindingProperty(resource, binding, property),
            ["volumes", var volume, "path"] => _volumePath(volume),
            ["inputs", var input] => Once(reference, neededAt, () => Input(resource, input)),
            ["connectionString"] => Once(reference, neededAt, () => Resolve(resource.ConnectionString!)),
            _ => Once(reference, neededAt, () => Value(resource)),
        };
    }

    private string BindingProperty(ResourceDefinition resource, string binding, string property)
    {
        var process = _model.ProcessFor(resource)!;
        var target = process == resource ? binding : resource.ProvidedBindings[binding].Value;
        // The scheme is the one others expect of this binding, whoever answers on it.
        return BindingProperties.Get(property, resource.Bindings[binding].Scheme, _portOf(process.Name, target));
    }

    private string Value(ResourceDefinition resource)
    {
        var value = Resolve(resource.Value!);
        if (resource.Filter is null)
        {
            return value;
        }

        var encoded = Uri.EscapeDataString(value);
        if (Secrets.IsIn(value))
        {
            Secrets.Add(encoded);
        }

        return encoded;
    }

    private string Input(ResourceDefinition resource, string name)
    {
        var input = resource.Inputs[name];
        var value = VariablesFor(resource.Name).Select(_environment).FirstOrDefault(given => given is not null)
            ?? (input.Default is { } text ? Resolve(text) : null)
            ?? (input.Generate is { } rule ? SecretGenerator.Generate(rule) : null)
            ?? throw _neededAt.Error(
                $"needs the parameter '{resource.Name}', which has no value; set the environment variable {VariablesFor(resource.Name).SkipLast(1).Last()}.");
        if (input.IsSecret || input.Generate is not null)
        {
            Secrets.Add(value);
        }

        return value;
    }

    private string Once(Reference reference, SourceLocation neededAt, Func<string> compute)
    {
        var key = reference.ToString();
        if (_known.TryGetValue(key, out var value))
        {
            return value;
        }

        if (_beingResolved.Contains(key))
        {
            var circle = _beingResolved.SkipWhile(k => k != key).Append(key);
            throw neededAt.Error($"expressions refer to each other in a circle: {string.Join(" → ", circle)}; break it.");
        }

        _beingResolved.Add(key);
        try
        {
            return _known[key] = compute();
        }
        finally
        {
            _beingResolved.RemoveAt(_beingResolved.Count - 1);
        }
    }
}
