namespace ManifestHost.Manifest;

/// <summary>The rules by which an overlay's entry changes a resource.</summary>
internal static class OverlayMerge
{
    /// <summary>Lays an entry over the manifest's resource.</summary>
    public static ResourceDefinition Apply(ResourceDefinition original, ResourceDefinition entry)
    {
        if (entry.ProvidedBy is not null)
        {
            foreach (var (binding, target) in entry.ProvidedBindings)
            {
                if (!original.Bindings.ContainsKey(binding))
                {
                    throw target.At.Error($"the manifest's '{original.Name}' has no binding '{binding}'; it has {List(original.Bindings.Keys)}.");
                }
            }

            return original with { At = entry.At, ProvidedBy = entry.ProvidedBy, ProvidedBindings = entry.ProvidedBindings };
        }

        if (entry.Omit is not null)
        {
            return original with { At = entry.At, Omit = entry.Omit };
        }

        var bindings = new OrderedDictionary<string, BindingDefinition>(original.Bindings, StringComparer.Ordinal);
        foreach (var (name, binding) in entry.Bindings)
        {
            bindings[name] = binding;
        }

        if (entry.Type.Length > 0)
        {
            // Another way to run: what it runs is replaced as a whole, what others see of it stays.
            return entry with
            {
                Bindings = bindings,
                ConnectionString = entry.ConnectionString ?? original.ConnectionString,
                Volumes = [.. original.Volumes.Union(entry.Volumes)],
            };
        }

        if (!original.IsProject && !original.IsExecutable)
        {
            throw entry.At.Error($"'{original.Name}' is a {original.Type} in the manifest; say how it runs here with 'type', 'providedBy' or 'omit'.");
        }

        var env = new OrderedDictionary<string, LocatedText>(original.Env, StringComparer.Ordinal);
        foreach (var (name, value) in entry.Env)
        {
            env[name] = value;
        }

        return original with
        {
            Bindings = bindings,
            Env = env,
            Args = entry.Args ?? original.Args,
            Commands = entry.Commands.Count > 0 ? entry.Commands : original.Commands,
            WorkingDirectory = entry.WorkingDirectory ?? original.WorkingDirectory,
            ProjectPath = entry.ProjectPath ?? original.ProjectPath,
            ConnectionString = entry.ConnectionString ?? original.ConnectionString,
            Volumes = [.. original.Volumes.Union(entry.Volumes)],
            Files = entry.Files,
            Ready = entry.Ready,
            Package = entry.Package,
            NoWait = entry.NoWait,
        };
    }

    /// <summary>An entry for a resource the manifest does not have must stand on its own.</summary>
    public static ResourceDefinition RequireNewResource(ResourceDefinition entry) => entry.Type.Length > 0
        ? entry
        : throw entry.At.Error("the manifest has no such resource; correct the name, or give the entry a 'type' if it is a new one.");

    /// <summary>Whether the merged resource can be run, answered for, or evaluated here.</summary>
    public static void RequireRunnable(ResourceDefinition resource, IReadOnlyDictionary<string, ResourceDefinition> all)
    {
        foreach (var name in resource.NoWait)
        {
            if (!all.ContainsKey(name.Value))
            {
                throw name.At.Error($"there is no resource '{name.Value}'.");
            }
        }

        if (resource.Omit is not null)
        {
            return;
        }

        if (resource.ProvidedBy is { } provider)
        {
            RequireProvider(resource, provider, all);
        }
        else if (resource.IsContainer)
        {
            throw resource.At.Error($"a {resource.Type} needs an overlay entry that says how it runs here: 'type', 'providedBy' or 'omit'.");
        }
        else if (resource.IsExecutable && resource.Commands.Count == 0)
        {
            throw resource.At.Error("'command' is missing; add it.");
        }
        else if (resource.IsProject && resource.ProjectPath is null)
        {
            throw resource.At.Error("'path' is missing; add the project file's path.");
        }
        else if (!resource.IsProcess && !resource.IsValue)
        {
            throw resource.At.Error(
                $"unknown resource type '{resource.Type}'; known are project.v0, executable.v0, container.v0, container.v1, "
                + "parameter.v0, value.v0 and annotated.string. An overlay entry can say how it runs here.");
        }

        if (resource.Ready is { } ready && !resource.Bindings.ContainsKey(ready.Binding))
        {
            throw ready.At.Error($"there is no binding '{ready.Binding}'; it has {List(resource.Bindings.Keys)}.");
        }

        if (resource is { Filter: { } filter } && filter.Value != "uri")
        {
            throw filter.At.Error($"unknown filter '{filter.Value}'; only 'uri' is known.");
        }
    }

    private static void RequireProvider(
        ResourceDefinition resource, LocatedText provider, IReadOnlyDictionary<string, ResourceDefinition> all)
    {
        if (!all.TryGetValue(provider.Value, out var target))
        {
            throw provider.At.Error($"there is no resource '{provider.Value}'.");
        }

        if (!target.IsProcess)
        {
            throw provider.At.Error($"'{provider.Value}' does not run as a process itself, so it cannot provide another.");
        }

        foreach (var binding in resource.ProvidedBindings.Values)
        {
            if (!target.Bindings.ContainsKey(binding.Value))
            {
                throw binding.At.Error($"'{provider.Value}' has no binding '{binding.Value}'; it has {List(target.Bindings.Keys)}.");
            }
        }
    }

    private static string List(IEnumerable<string> names)
    {
        var text = string.Join(", ", names);
        return text.Length == 0 ? "none" : text;
    }
}
