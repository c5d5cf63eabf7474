namespace Observatory.Dashboards.Model;

/// <summary>Whom a query asks; a part may be a variable or missing.</summary>
/// <param name="Type"><c>prometheus</c>, <c>jaeger</c>, <c>loki</c> …</param>
/// <param name="Uid">The data source's uid or name.</param>
internal sealed record DataSourceRef(string? Type, string? Uid)
{
    /// <summary>
    /// The type, told from the name where old boards give that only. <c>prometheus</c> for a query in PromQL that says nothing: it is the one that all
    /// boards ask.
    /// </summary>
    public string Kind => Of(Uid ?? "");

    /// <summary>The type, where the name may be a variable.</summary>
    /// <param name="name">The name with its variables filled.</param>
    public string Of(string name) => Type is { Length: > 0 } type && !type.Contains('$', StringComparison.Ordinal) ? type
        : name.Contains("jaeger", StringComparison.OrdinalIgnoreCase) ? "jaeger"
        : name.Contains("loki", StringComparison.OrdinalIgnoreCase) ? "loki"
        : "prometheus";
}
