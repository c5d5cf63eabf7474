namespace Tta.Dashboards.Tests.Rules;

/// <summary>
/// Every series that exists: what the services emit, what is derived from their spans, what Prometheus records and says of itself, what the collector and the runtime
/// tell. A dashboard that asks for anything else asks for nothing.
/// </summary>
internal static class MetricCatalogue
{
    private static readonly IReadOnlyList<Metric> Emitted =
    [
        Counter("tta_workflow_executions_total", Measure.Count, "workflow_name", "workflow_type", "status", "agent_type"),
        .. Histogram("tta_workflow_duration_seconds", "workflow_name", "workflow_type", "status"),
        Counter("tta_workflow_failures_total", Measure.Count, "workflow_name", "primitive_name", "cause"),
        Counter("tta_workflow_cost_dollars_total", Measure.Dollars, "workflow_name", "agent_type"),
        Counter("tta_workflow_not_started_total", Measure.Count, "workflow_name"),
        Gauge("agent_workflows_active", Measure.Count, "workflow_name", "agent_type"),
        Counter("tta_ledger_cost_dollars_total", Measure.Dollars, "workflow_name"),
        Gauge("tta_ledger_interrupted", Measure.Count, "workflow_name"),
        Counter("tta_telemetry_lost_total", Measure.Count, "signal", "reason"),
        Counter("tta_telemetry_lost_traces_total", Measure.Count),
        Gauge("tta_telemetry_waiting", Measure.Count, "signal"),
        Counter("tta_primitive_executions_total", Measure.Count, "workflow_name", "primitive_type", "primitive_name", "status", "agent_type"),
        .. Histogram("tta_execution_duration_seconds", "workflow_name", "primitive_type", "primitive_name"),
        .. Histogram("tta_execution_own_seconds", "workflow_name", "primitive_type", "primitive_name"),
        Counter("tta_primitive_errors_total", Measure.Count, "workflow_name", "primitive_type", "primitive_name", "error_type"),
        Counter("tta_primitive_connections_total", Measure.Count, "source_primitive", "target_primitive", "connection_type"),
        Counter("tta_llm_tokens_total", Measure.Count, "workflow_name", "provider", "model", "type"),
        Counter("tta_llm_unpriced_tokens_total", Measure.Count, "workflow_name", "provider", "model", "type"),
        Gauge("tta_llm_calls_active", Measure.Count, "provider", "model"),
        Counter("tta_llm_cost_dollars_total", Measure.Dollars, "workflow_name", "provider", "model"),
        Counter("tta_llm_unpriced_calls_total", Measure.Count, "workflow_name", "provider", "model"),
        Counter("tta_budget_decisions_total", Measure.Count, "workflow_name", "primitive_name", "decision", "limit"),
        Counter("tta_race_wins_total", Measure.Count, "workflow_name", "primitive_name", "winner"),
        Counter("tta_race_lost_dollars_total", Measure.Dollars, "workflow_name", "primitive_name"),
        Counter("tta_llm_bad_answers_total", Measure.Count, "workflow_name", "provider", "model", "reason"),
        .. Histogram("tta_tool_duration_seconds", "workflow_name", "tool_name", "status"),
        .. Histogram("tta_llm_latency_seconds", "provider", "model", "status"),
        .. Histogram(
            "gen_ai_client_operation_time_to_first_chunk_seconds",
            "gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "gen_ai_response_model"),
        .. Histogram(
            "gen_ai_client_operation_time_per_output_chunk_seconds",
            "gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "gen_ai_response_model"),
        Gauge("tta_llm_health_up", Measure.State, "provider", "model"),
        Counter("tta_cache_operations_total", Measure.Count, "cache_name", "backend", "operation"),
        Counter("tta_cache_savings_dollars_total", Measure.Dollars, "workflow_name", "cache_name"),
        Counter("tta_cache_unpriced_hits_total", Measure.Count, "workflow_name", "cache_name"),
        Gauge("tta_cache_size_bytes", Measure.Bytes, "cache_name", "backend"),
        Gauge("tta_cache_entries", Measure.Count, "cache_name", "backend"),
        Gauge("tta_cache_backend_health_up", Measure.State, "backend"),
        Gauge("tta_cache_connections_active", Measure.Count, "backend"),
        Gauge("tta_cache_memory_bytes", Measure.Bytes, "backend"),
        Counter("tta_cache_evictions_total", Measure.Count, "backend"),
        Counter("tta_router_decisions_total", Measure.Count, "workflow_name", "router_name", "route_selected", "reason"),
        Counter("tta_retry_attempts_total", Measure.Count, "primitive_name", "outcome"),
        Counter("tta_fallback_activations_total", Measure.Count, "primitive_name", "fallback_name"),
        Counter("tta_timeouts_total", Measure.Count, "primitive_name"),
        Counter("tta_gateway_requests_total", Measure.Count, "provider", "model", "status"),
        Gauge("tta_circuit_breaker_state", Measure.State, "primitive_name"),
        Counter("adaptive_strategies_created_total", Measure.Count, "primitive_name", "context", "strategy"),
        Gauge("adaptive_strategy_success_rate", Measure.Ratio, "primitive_name", "context", "strategy"),
        Counter("adaptive_circuit_breaker_activations_total", Measure.Count, "primitive_name", "context", "strategy"),
        Gauge("adaptive_learning_effectiveness", Measure.Ratio, "primitive_name", "context", "strategy"),
        Counter("agent_runs_total", Measure.Count, "workflow_name", "status", "error_type"),
        .. Histogram("agent_run_duration_seconds", "workflow_name", "status"),
        Counter("agent_model_calls_total", Measure.Count, "workflow_name", "agent", "provider", "model", "status", "error_type"),
        .. Histogram("agent_model_call_duration_seconds", "provider", "model", "status"),
        Counter("agent_tokens_total", Measure.Count, "workflow_name", "agent", "provider", "model", "type"),
        Counter("agent_cost_dollars_total", Measure.Dollars, "workflow_name", "agent", "provider", "model"),
        Counter("agent_unpriced_calls_total", Measure.Count, "provider", "model"),
        Counter("agent_tool_calls_total", Measure.Count, "workflow_name", "tool", "status"),
        Counter("dotnet_process_cpu_time_seconds_total", Measure.Seconds, "cpu_mode"),
        Gauge("dotnet_process_memory_working_set_bytes", Measure.Bytes),
        Counter("dotnet_gc_pause_time_seconds_total", Measure.Seconds),
        .. Histogram("http_server_request_duration_seconds", "http_response_status_code", "http_request_method", "http_route"),
        Gauge("target_info", Measure.State),
    ];

    private static readonly IReadOnlyList<Metric> FromSpans =
    [
        Counter("traces_span_metrics_calls_total", Measure.Count, "service_name", "span_name", "span_kind", "status_code"),
        .. Histogram("traces_span_metrics_duration_seconds", "service_name", "span_name", "span_kind", "status_code"),
        Counter("traces_service_graph_request_total", Measure.Count, "client", "server", "connection_type", "failed"),
        Counter("traces_service_graph_request_failed_total", Measure.Count, "client", "server", "connection_type", "failed"),
        .. Histogram("traces_service_graph_request_client_seconds", "client", "server", "connection_type", "failed"),
        .. Histogram("traces_service_graph_request_server_seconds", "client", "server", "connection_type", "failed"),
    ];

    private static readonly IReadOnlyList<Metric> AboutItself =
    [
        Gauge("up", Measure.State),
        Gauge("scrape_duration_seconds", Measure.Seconds),
        Counter("otel_sdk_processor_span_processed_total", Measure.Count, "error_type", "otel_component_name", "otel_component_type"),
        Gauge("ALERTS", Measure.State, "alertname", "alertstate", "severity"),
        .. Collector("otelcol_receiver_accepted", "receiver", "transport"),
        .. Collector("otelcol_receiver_refused", "receiver", "transport"),
        Counter("otelcol_exporter_sent_spans_total", Measure.Count, "exporter"),
        Counter("otelcol_exporter_send_failed_spans_total", Measure.Count, "exporter"),
        Gauge("otelcol_exporter_queue_size", Measure.Count, "exporter", "data_type"),
        Gauge("otelcol_exporter_queue_capacity", Measure.Count, "exporter", "data_type"),
    ];

    private static readonly Dictionary<string, Metric> ByName =
        Emitted.Concat(FromSpans).Concat(AboutItself).Concat(RecordedMetrics.Read()).DistinctBy(metric => metric.Name).ToDictionary(metric => metric.Name);

    public static Metric? Find(string name) => ByName.GetValueOrDefault(name);

    private static Metric Counter(string name, Measure measure, params IReadOnlyList<string> labels) => new(name, measure, true, labels);

    private static Metric Gauge(string name, Measure measure, params IReadOnlyList<string> labels) => new(name, measure, false, labels);

    private static IEnumerable<Metric> Histogram(string name, params IReadOnlyList<string> labels) =>
    [
        new(name + "_bucket", Measure.Count, true, [.. labels, "le"]),
        new(name + "_sum", Measure.Seconds, true, labels),
        new(name + "_count", Measure.Count, true, labels),
    ];

    private static IEnumerable<Metric> Collector(string name, params IReadOnlyList<string> labels) =>
        new[] { "spans", "metric_points", "log_records" }.Select(items => new Metric($"{name}_{items}_total", Measure.Count, true, labels));
}
