namespace Observatory.Dashboards.Model;

/// <summary>A question of a panel.</summary>
/// <param name="RefId">Its name within the panel.</param>
/// <param name="Source">Whom it asks.</param>
/// <param name="Spec">What it asks.</param>
internal sealed record PanelQuery(string RefId, DataSourceRef Source, Node Spec)
{
    /// <summary>The expression of Prometheus or Loki.</summary>
    public string Expression => Spec["expr"].Text ?? "";

    /// <summary>How series are named; null or <c>__auto</c>: by their labels.</summary>
    public string? Legend => Spec["legendFormat"].Text is { Length: > 0 } legend && legend != "__auto" ? legend : null;

    /// <summary>Whether the answer is a table, a heatmap or series over time.</summary>
    public string Format => Spec["format"].Or("time_series");

    /// <summary>Whether it asks for the values at the end of the time only.</summary>
    public bool IsInstant => Spec["instant"].IsTrue && !Spec["range"].IsTrue;

    /// <summary>Whether it asks for exemplars too.</summary>
    public bool WithExemplars => Spec["exemplar"].IsTrue && !IsInstant;
}

/// <summary>Whom a query asks; a part may be a variable or missing.</summary>
/// <param name="Type"><c>prometheus</c>, <c>jaeger</c>, <c>loki</c> …</param>
/// <param name="Uid">The data source's uid or name.</param>
internal sealed record DataSourceRef(string? Type, string? Uid)
{
    /// <summary>
    /// The type, told from the name where old boards give that only. <c>prometheus</c> for what says nothing: it is the one that all boards ask.
    /// </summary>
    public string Kind => Of(Uid ?? "");

    /// <summary>The type, where the name may be a variable.</summary>
    /// <param name="name">The name with its variables filled.</param>
    public string Of(string name) => Type is { Length: > 0 } type && !type.Contains('$', StringComparison.Ordinal) ? type
        : name.Contains("jaeger", StringComparison.OrdinalIgnoreCase) ? "jaeger"
        : name.Contains("loki", StringComparison.OrdinalIgnoreCase) ? "loki"
        : "prometheus";
}
