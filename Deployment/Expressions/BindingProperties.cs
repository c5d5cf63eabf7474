using System.Globalization;

namespace Tta.Deployment.Expressions;

/// <summary>What an expression can ask of a binding. In both engines a resource's name is its host name for the others.</summary>
internal static class BindingProperties
{
    public const string Names = "url, host, port, targetPort, scheme, hostAndPort";

    public static bool IsKnown(string property) => property is "url" or "host" or "port" or "targetPort" or "scheme" or "hostAndPort";

    public static string Get(string property, string scheme, string host, int port) => property switch
    {
        "url" => string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{port}"),
        "host" => host,
        "scheme" => scheme,
        "hostAndPort" => string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"),
        _ => port.ToString(CultureInfo.InvariantCulture),
    };
}
