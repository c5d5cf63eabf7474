namespace Tta.Dashboards.Model;

/// <summary>What a panel asks one of the data sources.</summary>
internal abstract record Query;

/// <summary>PromQL. <paramref name="Legend"/> names each series, with its labels in double braces.</summary>
internal sealed record PrometheusQuery(string Expression, string Legend) : Query
{
    /// <summary>One value per series, as of now, rather than a line.</summary>
    public bool Instant { get; init; }

    /// <summary><c>time_series</c>, <c>table</c> or <c>heatmap</c> (series are the buckets of a histogram).</summary>
    public string Format { get; init; } = "time_series";

    /// <summary>Asks for exemplars too: dots that open the trace of a single measured value.</summary>
    public bool Exemplars { get; init; }

    /// <summary>The query's name where a panel cares (a node graph's <c>nodes</c> and <c>edges</c>); else A, B, C …</summary>
    public string? Name { get; init; }
}

/// <summary>Finds traces that have a span of this service, operation (empty: any) and tags (logfmt; empty: any).</summary>
internal sealed record TraceSearch(string Service, string Operation, string Tags, int Limit) : Query;

/// <summary>One trace, whole.</summary>
internal sealed record TraceById(string TraceId) : Query;

/// <summary>Which service calls which, as Jaeger derives it from the traces it keeps.</summary>
internal sealed record ServiceDependencies : Query;

/// <summary>LogQL.</summary>
internal sealed record LogQuery(string Expression) : Query;
