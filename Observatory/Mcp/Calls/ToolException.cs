namespace Observatory.Mcp.Calls;

/// <summary>A call can't be answered as it was asked; the message tells the caller what to ask instead.</summary>
internal sealed class ToolException(string message, Exception? inner = null) : Exception(message, inner);
