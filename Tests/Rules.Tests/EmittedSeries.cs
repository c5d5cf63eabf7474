namespace Tta.Rules.Tests;

/// <summary>The series that rules may read besides recorded ones: what the services emit, and what Prometheus and the collector add.</summary>
internal static class EmittedSeries
{
    public static IReadOnlySet<string> Plain { get; } = new HashSet<string>
    {
        "tta_workflow_executions_total", "tta_workflow_failures_total", "tta_workflow_cost_dollars_total", "tta_workflow_not_started_total",
        "agent_workflows_active", "tta_ledger_cost_dollars_total", "tta_ledger_interrupted",
        "tta_telemetry_lost_total", "tta_telemetry_lost_traces_total", "tta_telemetry_waiting",
        "tta_primitive_executions_total", "tta_primitive_errors_total", "tta_primitive_connections_total",
        "tta_llm_tokens_total", "tta_llm_cost_dollars_total", "tta_llm_unpriced_calls_total",
        "tta_llm_unpriced_tokens_total", "tta_llm_bad_answers_total", "tta_budget_decisions_total", "tta_race_wins_total", "tta_race_lost_dollars_total", "tta_llm_calls_active", "tta_llm_health_up",
        "tta_cache_operations_total", "tta_cache_savings_dollars_total", "tta_cache_unpriced_hits_total", "tta_cache_size_bytes", "tta_cache_entries",
        "tta_cache_backend_health_up", "tta_cache_connections_active", "tta_cache_memory_bytes", "tta_cache_evictions_total",
        "tta_router_decisions_total", "tta_retry_attempts_total", "tta_fallback_activations_total", "tta_timeouts_total",
        "tta_circuit_breaker_state", "tta_gateway_requests_total",
        "tta_report_period_seconds", "tta_report_workflows", "tta_report_failed_workflows", "tta_report_success_ratio",
        "tta_report_cost_dollars", "tta_report_savings_dollars", "tta_report_unpriced_calls", "tta_report_duration_seconds",
        "tta_report_last_success_timestamp_seconds",
        "adaptive_strategies_created_total", "adaptive_strategy_success_rate",
        "adaptive_circuit_breaker_activations_total", "adaptive_learning_effectiveness",
    };

    public static IReadOnlySet<string> Histograms { get; } = new HashSet<string>
    {
        "tta_workflow_duration_seconds", "tta_execution_duration_seconds", "tta_execution_own_seconds", "tta_llm_latency_seconds",
        "tta_tool_duration_seconds", "gen_ai_client_token_usage", "gen_ai_client_operation_duration_seconds",
        "gen_ai_client_operation_time_to_first_chunk_seconds", "gen_ai_client_operation_time_per_output_chunk_seconds",
    };

    public static IReadOnlySet<string> FromTheScrape { get; } = new HashSet<string>
    {
        "up", "target_info", "otel_sdk_processor_span_processed_total",
        "otelcol_receiver_refused_spans_total", "otelcol_receiver_refused_metric_points_total", "otelcol_receiver_refused_log_records_total",
        "otelcol_exporter_send_failed_spans_total", "otelcol_exporter_send_failed_metric_points_total",
        "otelcol_exporter_send_failed_log_records_total", "otelcol_exporter_enqueue_failed_spans_total",
        "otelcol_exporter_enqueue_failed_metric_points_total", "otelcol_exporter_enqueue_failed_log_records_total",
        "otelcol_exporter_sent_spans_total", "otelcol_exporter_sent_metric_points_total", "otelcol_exporter_sent_log_records_total",
        "otelcol_exporter_queue_size", "otelcol_exporter_queue_capacity",
        "observatory_otlp_refused_requests_total", "observatory_trouble",
    };

    /// <summary>What the collector, or Observatory in its place, derives from spans; histograms by their name.</summary>
    public static IReadOnlySet<string> FromSpans { get; } = new HashSet<string>
    {
        "traces_span_metrics_calls_total", "traces_service_graph_request_total", "traces_service_graph_request_failed_total",
    };

    /// <inheritdoc cref="FromSpans"/>
    public static IReadOnlySet<string> HistogramsFromSpans { get; } = new HashSet<string>
    {
        "traces_span_metrics_duration_seconds", "traces_service_graph_request_client_seconds", "traces_service_graph_request_server_seconds",
    };

    /// <summary>What Observatory derives from the runs of agents of other frameworks.</summary>
    public static IReadOnlySet<string> FromRuns { get; } = new HashSet<string>
    {
        "agent_runs_total", "agent_model_calls_total", "agent_tokens_total", "agent_cost_dollars_total", "agent_unpriced_calls_total",
        "agent_tool_calls_total",
    };

    /// <inheritdoc cref="FromRuns"/>
    public static IReadOnlySet<string> HistogramsFromRuns { get; } = new HashSet<string>
    {
        "agent_run_duration_seconds", "agent_model_call_duration_seconds",
    };

    public static IReadOnlySet<string> Readable { get; } = Plain.Concat(FromTheScrape).Concat(FromSpans).Concat(FromRuns)
        .Concat(Histograms.Concat(HistogramsFromSpans).Concat(HistogramsFromRuns).SelectMany(h => new[] { h + "_bucket", h + "_sum", h + "_count" }))
        .ToHashSet();
}
