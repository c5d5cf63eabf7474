using ManifestHost.Manifest;

namespace ManifestHost.Expressions;

/// <summary>Checks that every expression leads somewhere, before any value is computed, and finds what refers to what.</summary>
internal sealed class ReferenceChecker
{
    private const string KnownPaths =
        "bindings.<name>.url|host|port|targetPort|scheme, connectionString, value, inputs.<name> and volumes.<name>.path";

    private readonly StackModel _model;

    public ReferenceChecker(StackModel model) => _model = model;

    /// <summary>Checks every expression of the model; those of resources that do not run here only as far as names go.</summary>
    public void CheckAll()
    {
        foreach (var resource in _model.Resources.Values)
        {
            var runsOrCounts = resource.IsProcess || resource.IsValue;
            foreach (var text in TextsOf(resource))
            {
                foreach (var reference in Parse(text).References)
                {
                    Check(reference, text.At, runsOrCounts);
                }
            }
        }
    }

    public Template Parse(LocatedText text) => Template.Parse(text, _model.Resources.ContainsKey);

    /// <summary>The processes a resource's texts lead to, through connection strings and values too; itself left out.</summary>
    public IReadOnlySet<string> ProcessesReferredToBy(ResourceDefinition resource)
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
                var target = _model.Resources[reference.Resource];
                if (reference.Path[0] == "volumes")
                {
                    continue;
                }

                if (_model.ProcessFor(target) is { } process)
                {
                    found.Add(process.Name);
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
        IEnumerable<LocatedText?> own = [resource.ConnectionString, resource.Value, resource.WorkingDirectory];
        return own.OfType<LocatedText>()
            .Concat(resource.Commands)
            .Concat(resource.Args ?? [])
            .Concat(resource.Env.Values)
            .Concat(resource.Inputs.Values.Select(input => input.Default).OfType<LocatedText>())
            .Concat(resource.Files.SelectMany(file => file.Lines ?? []));
    }

    /// <summary>Checks one expression.</summary>
    /// <param name="reference">The expression.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="fully">Whether its value is needed here, rather than just its names being right.</param>
    public void Check(Reference reference, SourceLocation at, bool fully)
    {
        if (!_model.Resources.TryGetValue(reference.Resource, out var target))
        {
            throw at.Error(
                $"the expression '{reference}' names the unknown resource '{reference.Resource}'; known are {string.Join(", ", _model.Resources.Keys)}.");
        }

        switch (reference.Path)
        {
            case ["bindings", var binding]:
                CheckBinding(reference, target, binding, null, at, fully);
                break;
            case ["bindings", var binding, var property]:
                CheckBinding(reference, target, binding, property, at, fully);
                break;
            case ["connectionString"] when target.ConnectionString is not null:
            case ["value"] when target.Value is not null:
            case ["inputs", var input] when target.Inputs.ContainsKey(input):
            case ["volumes", var volume, "path"] when target.Volumes.Contains(volume):
                break;
            case ["connectionString"] or ["value"]:
                throw at.Error($"the expression '{reference}' asks for a property that '{target.Name}' does not have; add it there.");
            case ["inputs", _]:
                throw at.Error($"the expression '{reference}' names an unknown input; '{target.Name}' has {List(target.Inputs.Keys)}.");
            case ["volumes", _, "path"]:
                throw at.Error($"the expression '{reference}' names an unknown volume; '{target.Name}' has {List(target.Volumes)}.");
            default:
                // Deployment-only properties ({x.outputs.y}, {x.containerImage} …) are nobody's business unless something here needs them.
                if (fully)
                {
                    throw at.Error($"the expression '{reference}' asks for an unknown property; known are {KnownPaths}.");
                }

                break;
        }
    }

    private void CheckBinding(Reference reference, ResourceDefinition target, string binding, string? property, SourceLocation at, bool fully)
    {
        if (!target.Bindings.ContainsKey(binding))
        {
            throw at.Error($"the expression '{reference}' names an unknown binding; '{target.Name}' has {List(target.Bindings.Keys)}.");
        }

        if (property is null || !BindingProperties.IsKnown(property))
        {
            throw at.Error($"the expression '{reference}' asks for an unknown property; a binding has {BindingProperties.Names}.");
        }

        if (!fully)
        {
            return;
        }

        if (target.Omit is { } reason)
        {
            throw at.Error($"the expression '{reference}' needs '{target.Name}', which the overlay leaves out ({reason.Value}).");
        }

        if (target.ProvidedBy is { } provider && !target.ProvidedBindings.ContainsKey(binding))
        {
            throw at.Error(
                $"the expression '{reference}' needs a binding that '{provider.Value}' does not provide; map '{binding}' in '{target.Name}' of the overlay.");
        }

        if (_model.ProcessFor(target) is null)
        {
            throw at.Error($"the expression '{reference}' needs an endpoint, but '{target.Name}' does not run here.");
        }
    }

    private static string List(IEnumerable<string> names)
    {
        var text = string.Join(", ", names);
        return text.Length == 0 ? "none" : text;
    }
}
