using Tta.Deployment.Manifest;

namespace Tta.Deployment.Expressions;

/// <summary>Computes what expressions stand for. Parameters are asked for when something needs them, and only then.</summary>
internal sealed class ValueResolver
{
    private readonly AppManifest _manifest;
    private readonly References _references;
    private readonly Func<string, string, int> _portOf;
    private readonly ParameterStore _parameters;
    private readonly Dictionary<string, ResolvedText> _known = new(StringComparer.Ordinal);
    private readonly List<string> _beingResolved = [];

    /// <summary>Creates a resolver.</summary>
    /// <param name="manifest">The resources.</param>
    /// <param name="portOf">The port of a binding (resource, binding).</param>
    /// <param name="parameters">Where parameters get their values.</param>
    public ValueResolver(AppManifest manifest, Func<string, string, int> portOf, ParameterStore parameters)
    {
        _manifest = manifest;
        _references = new References(manifest);
        _portOf = portOf;
        _parameters = parameters;
    }

    /// <summary>The text with its expressions replaced.</summary>
    /// <exception cref="DeploymentException">Values refer to each other in a circle.</exception>
    public ResolvedText Resolve(LocatedText text)
    {
        var result = new ResolvedText();
        foreach (var part in _references.Parse(text).Parts)
        {
            if (part.Reference is { } reference)
            {
                result.Add(Evaluate(reference, text.At));
            }
            else
            {
                result.Add(part.Literal!);
            }
        }

        return result;
    }

    private ResolvedText Evaluate(Reference reference, SourceLocation at)
    {
        var resource = _manifest.Resources[reference.Resource];
        return reference.Path switch
        {
            ["bindings", var binding, var property] => BindingProperty(resource, binding, property),
            ["inputs", var input] => Once(reference, at, () => Input(resource, input, at)),
            ["connectionString"] => Once(reference, at, () => Resolve(resource.ConnectionString!)),
            _ => Once(reference, at, () => Value(resource)),
        };
    }

    private ResolvedText BindingProperty(ResourceDefinition resource, string binding, string property)
    {
        var text = new ResolvedText();
        text.Add(BindingProperties.Get(property, resource.Bindings[binding].Scheme, resource.Name, _portOf(resource.Name, binding)));
        return text;
    }

    private ResolvedText Value(ResourceDefinition resource)
    {
        var value = Resolve(resource.Value!);
        if (resource.Filter is null)
        {
            return value;
        }

        // No engine can encode a variable, so the encoded text is a variable of its own.
        var encoded = new ResolvedText();
        if (value.Parts.Any(part => part.Parameter is not null))
        {
            encoded.Add(_parameters.Derived(resource, Uri.EscapeDataString(value.Value), value.IsSecret));
        }
        else
        {
            encoded.Add(Uri.EscapeDataString(value.Value));
        }

        return encoded;
    }

    private ResolvedText Input(ResourceDefinition resource, string name, SourceLocation at)
    {
        var text = new ResolvedText();
        var fallback = resource.Inputs[name].Default is { } given ? Resolve(given) : null;
        text.Add(_parameters.Get(resource, name, fallback?.Value, at));
        return text;
    }

    private ResolvedText Once(Reference reference, SourceLocation at, Func<ResolvedText> compute)
    {
        var key = reference.ToString();
        if (_known.TryGetValue(key, out var value))
        {
            return value;
        }

        if (_beingResolved.Contains(key))
        {
            var circle = _beingResolved.SkipWhile(k => k != key).Append(key);
            throw at.Error($"expressions refer to each other in a circle: {string.Join(" → ", circle)}; break it.");
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
