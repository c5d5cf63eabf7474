using Tta.Deployment.Manifest;

namespace Tta.Deployment.Expressions;

/// <summary>Checks that every expression leads somewhere, before any value is computed, and finds what refers to what.</summary>
internal sealed class References
{
    private const string KnownPaths =
        "bindings.<name>.url|host|port|targetPort|scheme|hostAndPort, connectionString, value and inputs.<name>";

    private readonly AppManifest _manifest;

    public References(AppManifest manifest) => _manifest = manifest;

    /// <summary>Checks every expression of the manifest.</summary>
    public void CheckAll()
    {
        foreach (var text in _manifest.Resources.Values.SelectMany(TextsOf))
        {
            foreach (var reference in Parse(text).References)
            {
                Check(reference, text.At);
            }
        }
    }

    public Template Parse(LocatedText text) => Template.Parse(text, _manifest.Resources.ContainsKey);

    /// <summary>The workloads that a resource's texts lead to, through connection strings and values too; itself left out.</summary>
    public IReadOnlySet<string> WorkloadsReferredToBy(ResourceDefinition resource)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in TextsOf(resource).Where(text => text != resource.ConnectionString))
        {
            Follow(text);
        }

        found.Remove(resource.Name);
        return found;

        void Follow(LocatedText text)
        {
            foreach (var reference in Parse(text).References)
            {
                var target = _manifest.Resources[reference.Resource];
                if (target.IsWorkload)
                {
                    found.Add(target.Name);
                }

                if (seen.Add(reference.ToString()) && TargetText(target, reference) is { } next)
                {
                    Follow(next);
                }
            }
        }
    }

    private static LocatedText? TargetText(ResourceDefinition target, Reference reference) => reference.Path[0] switch
    {
        "connectionString" => target.ConnectionString,
        "value" => target.Value,
        "inputs" when target.Inputs.TryGetValue(reference.Path[1], out var input) => input.Default,
        _ => null,
    };

    private static IEnumerable<LocatedText> TextsOf(ResourceDefinition resource)
    {
        IEnumerable<LocatedText?> own = [resource.ConnectionString, resource.Value, resource.Entrypoint];
        return own.OfType<LocatedText>()
            .Concat(resource.Args)
            .Concat(resource.Env.Values)
            .Concat(resource.Inputs.Values.Select(input => input.Default).OfType<LocatedText>());
    }

    private void Check(Reference reference, SourceLocation at)
    {
        if (!_manifest.Resources.TryGetValue(reference.Resource, out var target))
        {
            throw at.Error($"the expression '{reference}' names the unknown resource '{reference.Resource}'; "
                + $"known are {string.Join(", ", _manifest.Resources.Keys)}.");
        }

        switch (reference.Path)
        {
            case ["bindings", var binding]:
                CheckBinding(reference, target, binding, null, at);
                break;
            case ["bindings", var binding, var property]:
                CheckBinding(reference, target, binding, property, at);
                break;
            case ["connectionString"] when target.ConnectionString is not null:
            case ["value"] when target.Value is not null:
            case ["inputs", var input] when target.Inputs.ContainsKey(input):
                break;
            case ["connectionString"] or ["value"]:
                throw at.Error($"the expression '{reference}' asks for a property that '{target.Name}' does not have; add it there.");
            case ["inputs", _]:
                throw at.Error($"the expression '{reference}' names an unknown input; '{target.Name}' has {List(target.Inputs.Keys)}.");
            default:
                throw at.Error($"the expression '{reference}' asks for an unknown property; known are {KnownPaths}.");
        }
    }

    private static void CheckBinding(Reference reference, ResourceDefinition target, string binding, string? property, SourceLocation at)
    {
        if (!target.Bindings.ContainsKey(binding))
        {
            throw at.Error($"the expression '{reference}' names an unknown binding; '{target.Name}' has {List(target.Bindings.Keys)}.");
        }

        if (property is null || !BindingProperties.IsKnown(property))
        {
            throw at.Error($"the expression '{reference}' asks for an unknown property; a binding has {BindingProperties.Names}.");
        }
    }

    private static string List(IEnumerable<string> names)
    {
        var text = string.Join(", ", names);
        return text.Length == 0 ? "none" : text;
    }
}
