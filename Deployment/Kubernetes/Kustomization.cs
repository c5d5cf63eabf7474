using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Tta.Deployment.Kubernetes;

/// <summary>A <c>kustomization.yaml</c>, as far as it is used here.</summary>
/// <param name="ApiVersion">Its version.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">The namespace of every object, if one was asked for.</param>
/// <param name="Resources">The files, in an order that a cluster can follow.</param>
internal sealed record Kustomization(string ApiVersion, string Kind, string? Namespace, IReadOnlyList<string> Resources)
{
    public const string FileName = "kustomization.yaml";

    private static readonly ISerializer Yaml = new SerializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .WithQuotingNecessaryStrings()
        .WithNewLine("\n")
        .Build();

    public Kustomization(string? space, IReadOnlyList<string> resources)
        : this("kustomize.config.k8s.io/v1beta1", "Kustomization", space, resources)
    {
    }

    public string ToYaml() => Yaml.Serialize(this);
}
