namespace Observatory.Prometheus;

/// <summary>A question to Prometheus got no usable answer; the message is for the reader of a page.</summary>
internal sealed class PrometheusException(string message, Exception? inner = null) : Exception(message, inner);
