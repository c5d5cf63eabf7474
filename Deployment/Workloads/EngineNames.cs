using System.Text.RegularExpressions;

namespace Tta.Deployment.Workloads;

/// <summary>Names that engines accept.</summary>
internal static partial class EngineNames
{
    /// <summary>What <see cref="IsLabel"/> asks for, in words.</summary>
    public const string LabelRule = "lower-case letters, digits and '-', beginning with a letter, at most 63";

    /// <summary>Whether it can name a Kubernetes Service and so a host: an RFC 1035 label.</summary>
    public static bool IsLabel(string name) => Label().IsMatch(name);

    /// <summary>Whether it can name a Compose volume.</summary>
    public static bool IsVolume(string name) => Volume().IsMatch(name);

    /// <summary>Whether it can name a port of a container: an IANA service name.</summary>
    public static bool IsPort(string name) => name.Length <= 15 && IsLabel(name);

    /// <summary>Whether it can name an environment variable in both engines.</summary>
    public static bool IsVariable(string name) => EnvironmentVariable().IsMatch(name);

    [GeneratedRegex("^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$")]
    private static partial Regex Volume();

    [GeneratedRegex("^[-._a-zA-Z][-._a-zA-Z0-9]*$")]
    private static partial Regex EnvironmentVariable();
}
