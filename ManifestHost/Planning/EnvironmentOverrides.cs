using ManifestHost.Manifest;

namespace ManifestHost.Planning;

/// <summary>Lays environment variables from the command line or the caller over the model.</summary>
internal static class EnvironmentOverrides
{
    public static StackModel Apply(StackModel model, IDictionary<string, IDictionary<string, string>> overrides)
    {
        foreach (var (name, variables) in overrides)
        {
            var option = $"--set {name}.env";
            if (!model.Resources.TryGetValue(name, out var resource))
            {
                throw new ManifestException($"{option}: there is no resource '{name}'; known are {string.Join(", ", model.Resources.Keys)}.");
            }

            if (!resource.IsProcess)
            {
                throw new ManifestException($"{option}: '{name}' does not run as a process here, so it has no environment.");
            }

            var env = new OrderedDictionary<string, LocatedText>(resource.Env, StringComparer.Ordinal);
            foreach (var (variable, value) in variables)
            {
                env[variable] = new LocatedText(value, new SourceLocation("--set", 0, name, "env." + variable));
            }

            model = model.With(resource with { Env = env });
        }

        return model;
    }
}
