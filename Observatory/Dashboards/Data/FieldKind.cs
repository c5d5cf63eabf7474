namespace Observatory.Dashboards.Data;

/// <summary>What a field's values are.</summary>
internal enum FieldKind
{
    /// <summary>Milliseconds since 1970.</summary>
    Time,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Texts.</summary>
    Text,
}
