namespace Observatory.Hosting;

/// <summary>Where copies of the OTLP requests that were taken go, if anywhere.</summary>
/// <param name="Receiver"> The base address of an OTLP/HTTP receiver, such as the Aspire dashboard's: <c>v1/traces</c>, <c>v1/metrics</c>
/// and <c>v1/logs</c> are below it. Null for nowhere, the default.
/// </param>
/// <param name="Headers">Sent with each request; their values are secrets.</param>
/// <param name="QueueBytes">Bytes of requests that wait at most; beyond, the oldest are dropped.</param>
internal sealed record ForwardOptions(Uri? Receiver, IReadOnlyList<KeyValuePair<string, string>> Headers, long QueueBytes)
{
    /// <summary>The default of <see cref="QueueBytes"/>: 16 MiB.</summary>
    public const long DefaultQueueBytes = 16 * 1024 * 1024;

    /// <summary>Nothing is handed on.</summary>
    public static ForwardOptions Off { get; } = new(null, [], DefaultQueueBytes);

    /// <summary>
    /// Reads headers as <c>OTEL_EXPORTER_OTLP_HEADERS</c> has them: <c>name=value,name=value</c>, values percent-encoded.
    /// </summary>
    /// <param name="setting">The setting's name, for errors; those never hold a value.</param>
    /// <param name="text">The headers, or null.</param>
    /// <exception cref="ConfigurationException">A part of it is no header.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> ParseHeaders(string setting, string? text)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (index, part) in (text ?? "").Split(',', StringSplitOptions.TrimEntries).Index())
        {
            if (part.Length == 0)
            {
                continue;
            }

            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : part[..equals].Trim();
            var value = equals < 0 ? "" : Uri.UnescapeDataString(part[(equals + 1)..].Trim());
            if (name.Length == 0 || !name.All(IsTokenCharacter) || !value.All(c => c is >= ' ' and <= '~' or '\t'))
            {
                throw new ConfigurationException($"{setting}: part {index + 1} is not a header; write name=value,name=value, values percent-encoded");
            }

            headers.Add(new(name, value));
        }

        return headers;
    }

    // RFC 9110's token.
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
