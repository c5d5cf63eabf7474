using k8s.Models;
using Tta.Deployment.Expressions;
using Tta.Deployment.Workloads;

namespace Tta.Deployment.Kubernetes;

/// <summary>A container's variables and arguments. What has a secret in it stands in a Secret of the workload's own, whole.</summary>
internal sealed class ContainerEnvironment
{
    private readonly string _secretName;
    private readonly List<V1EnvVar> _variables = [];
    private readonly SortedDictionary<string, string> _secrets = new(StringComparer.Ordinal);

    /// <summary>Sorts secret from plain.</summary>
    public ContainerEnvironment(Workload workload)
    {
        _secretName = workload.Name;
        foreach (var (name, value) in workload.Env)
        {
            Add(name, value);
        }

        Command = workload.Entrypoint is { } entrypoint ? [Argument("entrypoint", entrypoint)] : null;
        Args = workload.Args.Count > 0 ? [.. workload.Args.Select((argument, index) => Argument($"args.{index}", argument))] : null;
    }

    /// <summary>The variables, the manifest's in its order.</summary>
    public IList<V1EnvVar>? Variables => _variables.Count > 0 ? _variables : null;

    /// <summary>The entrypoint, if it is not the image's.</summary>
    public IList<string>? Command { get; }

    /// <summary>The arguments, if they are not the image's.</summary>
    public IList<string>? Args { get; }

    /// <summary>The Secret, if there is anything secret.</summary>
    public V1Secret? ToSecret(V1ObjectMeta metadata) => _secrets.Count == 0 ? null : new V1Secret
    {
        ApiVersion = "v1",
        Kind = "Secret",
        Metadata = metadata,
        Type = "Opaque",
        StringData = new Dictionary<string, string>(_secrets),
    };

    private void Add(string name, ResolvedText value)
    {
        if (!value.IsSecret)
        {
            _variables.Add(new V1EnvVar { Name = name, Value = KubernetesText.Of(value) });
            return;
        }

        _secrets.Add(name, value.Value);
        _variables.Add(new V1EnvVar
        {
            Name = name,
            ValueFrom = new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = _secretName, Key = name } },
        });
    }

    // Arguments are visible to everyone who may look at pods, so a secret one takes its text from a variable.
    private string Argument(string name, ResolvedText text)
    {
        if (!text.IsSecret)
        {
            return KubernetesText.Of(text);
        }

        Add(name, text);
        return $"$({name})";
    }
}
