using ManifestHost.Expressions;
using ManifestHost.Manifest;

namespace ManifestHost.Planning;

/// <summary>Who waits for whom: a resource starts when everything it refers to is ready.</summary>
internal static class StartOrder
{
    /// <summary>For each process, the processes it waits for.</summary>
    /// <exception cref="ManifestException">Resources wait for each other in a circle.</exception>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Compute(StackModel model, ReferenceChecker references)
    {
        var waits = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var resource in model.Processes)
        {
            var notFor = resource.NoWait.Select(name => model.ProcessFor(model.Resources[name.Value])?.Name).ToHashSet();
            waits[resource.Name] = references.ProcessesReferredToBy(resource).Where(name => !notFor.Contains(name)).ToHashSet(StringComparer.Ordinal);
        }

        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in model.Processes)
        {
            Visit(resource.Name, []);
        }

        return waits;

        void Visit(string name, List<string> path)
        {
            if (path.Contains(name))
            {
                var circle = path.SkipWhile(step => step != name).Append(name);
                throw model.Resources[name].At.Error(
                    $"resources wait for each other in a circle: {string.Join(" → ", circle)}; name one under 'noWait' of the other in the overlay.");
            }

            if (done.Contains(name))
            {
                return;
            }

            foreach (var next in waits[name])
            {
                Visit(next, [.. path, name]);
            }

            done.Add(name);
        }
    }
}
