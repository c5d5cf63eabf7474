using System.Globalization;

namespace ManifestHost.Expressions;

/// <summary>What an expression can ask of a binding. Everything here listens on IPv4 loopback.</summary>
internal static class BindingProperties
{
    public const string Host = "127.0.0.1";

    public const string Names = "url, host, port, targetPort, scheme, hostAndPort";

    public static bool IsKnown(string property) => property is "url" or "host" or "port" or "targetPort" or "scheme" or "hostAndPort";

    public static string Url(string scheme, int port) => string.Create(CultureInfo.InvariantCulture, $"{scheme}://{Host}:{port}");

    public static string Get(string property, string scheme, int port) => property switch
    {
        "url" => Url(scheme, port),
        "host" => Host,
        "scheme" => scheme,
        "hostAndPort" => string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}"),
        _ => port.ToString(CultureInfo.InvariantCulture),
    };
}
