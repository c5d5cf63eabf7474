namespace Observatory.Dashboards.Model;

/// <summary>Whom a query asks; a part may be a variable or missing.</summary>
/// <param name="Type"><c>prometheus</c>, <c>jaeger</c>, <c>loki</c> …</param>
/// <param name="Uid">The data source's uid or name.</param>
internal sealed record DataSourceRef(string? Type, string? Uid);
