namespace Observatory.SpanMetrics;

/// <summary>How two services are connected. The names are the label's values.</summary>
internal enum ConnectionType : byte
{
    /// <summary>A call: the label is empty.</summary>
    Call,

    /// <summary>A message: <c>messaging_system</c>.</summary>
    Message,

    /// <summary>A database, which sends no spans: <c>database</c>.</summary>
    Database,

    /// <summary>One of the two sent no span: <c>virtual_node</c>.</summary>
    VirtualNode,
}
