namespace Tta.Dashboards.Boards;

/// <summary>
/// The questions that more than one panel asks, so that each is asked in one way only. Figures that Prometheus records
/// (<c>prometheus/rules</c>) are taken from there.
/// </summary>
internal static class Ask
{
    public const string Health = "tta:health_score";
    public const string WorkflowRate = "tta:workflow_rate_5m";
    public const string ErrorRate = "1 - tta:success_rate_5m";
    public const string SuccessRate = "tta:success_rate_5m";
    public const string RequestRate = "tta_requests_per_second";
    public const string CostPerHour = "tta:cost_per_hour_dollars";
    public const string SavingsPerHour = "tta_cache_savings_per_hour_dollars";
    public const string CacheHitRate = "tta:cache_hit_rate_5m";
    public const string CacheHitRateByName = "tta:cache_hit_rate_by_name_5m";
    public const string P95ByType = "tta:p95_latency_seconds";
    public const string SloCompliance = "slo_compliance";
    public const string ActiveWorkflows = "sum(agent_workflows_active)";

    public const string P95ByWorkflow = """tta:workflow_p95_seconds{workflow_name=~"$workflow"}""";
    public const string SuccessByWorkflow = """tta:workflow_success_rate_5m{workflow_name=~"$workflow"}""";
    public const string P95ByPrimitive = """tta:primitive_p95_seconds{primitive_name=~"$primitive"}""";

    public const string ExecutionsByType =
        """sum by (primitive_type) (rate(tta_primitive_executions_total{primitive_name=~"$primitive"}[$__rate_interval]))""";

    /// <summary>Per second. The label <c>error</c> is the type without its namespace: what a bar has room for.</summary>
    public const string ErrorsByType =
        """label_replace(sum by (error_type) (rate(tta:primitive_errors_total{primitive_name=~"$primitive"}[5m])), "error", "$1", "error_type", "(?:.*[.])?(.+)")""";

    /// <summary>The same, of the chosen workflows only.</summary>
    public const string ErrorsByTypeOfWorkflow =
        """label_replace(sum by (error_type) (rate(tta:primitive_errors_total{workflow_name=~"$workflow", primitive_name=~"$primitive"}[5m])), "error", "$1", "error_type", "(?:.*[.])?(.+)")""";

    public const string TokensByModel =
        """sum by (provider, model) (rate(tta_llm_tokens_total{provider=~"$provider"}[$__rate_interval]))""";

    /// <summary>Divides by the seconds that were observed, as the recorded figure does: right from the first minute on.</summary>
    public const string CostPerHourByModel =
        """3600 * sum by (provider, model) (increase(tta_llm_cost_dollars_total{provider=~"$provider"}[5m])) / scalar(tta:observed_seconds_5m)""";

    /// <summary>A dashboard's look at 95 % of the calls to each model.</summary>
    public const string ModelP95 =
        """histogram_quantile(0.95, sum by (provider, model, le) (rate(tta_llm_latency_seconds_bucket{provider=~"$provider"}[$__rate_interval]))) >= 0""";

    /// <summary>Calls per second to each model, whatever became of them.</summary>
    public const string ModelCalls = """sum by (provider, model) (rate(tta_llm_latency_seconds_count{provider=~"$provider"}[5m]))""";

    /// <summary>Each failed run once, by the step and the cause that ended it, as a share of all runs.</summary>
    public const string WhyRunsFail =
        """topk(15, sum by (workflow_name, primitive_name, cause) (increase(tta:workflow_failures_total{workflow_name=~"$workflow"}[$__range])) / scalar(sum(increase(tta_workflow_executions_total[$__range])) > 0) >= 0)""";

    private const string OfChosen = """{workflow_name=~"$workflow", primitive_name=~"$primitive"}""";

    /// <summary>What tells pairs of services apart.</summary>
    public const string CallPair = "client, server, connection_type";

    /// <summary>Calls per second by who calls whom.</summary>
    public const string CallRate = $"sum by ({CallPair}) (rate(traces_service_graph_request_total[5m]))";

    /// <summary>As the caller sees it; of one from outside there is no span, so there it is what the called one took.</summary>
    public const string CallP95 =
        $$"""histogram_quantile(0.95, sum by ({{CallPair}}, le) (rate(traces_service_graph_request_client_seconds_bucket{client!="user"}[5m])) or sum by ({{CallPair}}, le) (rate(traces_service_graph_request_server_seconds_bucket{client="user"}[5m]))) >= 0""";

    /// <summary>Spans per second by operation.</summary>
    public const string OperationRate =
        """sum by (service_name, span_name) (rate(traces_span_metrics_calls_total{service_name=~"$service"}[5m]))""";

    public const string Edges =
        """
        label_join(
          sum by (source, target) (
            label_replace(
              label_replace(rate(tta_primitive_connections_total[5m]), "source", "$1", "source_primitive", "(.*)"),
              "target", "$1", "target_primitive", "(.*)")),
          "id", " > ", "source", "target")
        """;

    /// <summary>Every end of an edge, with the calls that arrive there; nobody calls a root.</summary>
    public const string Nodes =
        """
        label_replace(
          sum by (id) (
            label_replace(rate(tta_primitive_connections_total[5m]), "id", "$1", "target_primitive", "(.*)")
            or
            0 * label_replace(rate(tta_primitive_connections_total[5m]), "id", "$1", "source_primitive", "(.*)")),
          "title", "$1", "id", "(.*)")
        """;

    /// <summary>
    /// Of a figure over time, the lines of the primitives that took most time themselves over the whole range in the chosen workflows. <c>topk</c> alone
    /// chooses anew at every step, so that far more lines appear, each with holes; <c>@ end()</c> makes it choose once.
    /// </summary>
    public static string Busiest(int count, string figure) =>
        $"""
        {figure}
        and on (primitive_name)
        topk({count}, sum by (primitive_name) (increase(tta_execution_own_seconds_sum{OfChosen}[$__range] @ end())))
        """;

    /// <summary>The share of a counter's events that are bad; 0 where none was bad yet, no series without events.</summary>
    public static string Share(string bad, string all) => $"({bad} or 0 * {all}) / ({all} > 0)";
}
