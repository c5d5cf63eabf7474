using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>Is the machinery in order: targets, telemetry pipeline, processes?</summary>
internal static class Infrastructure
{
    private const string Ours = "{job=~\"tta-.+\"}";

    // While the AppHost runs, the same spans go to the Aspire dashboard as well; what counts is the trace store.
    private const string TraceStore = "{job=\"otel-collector\", exporter!=\"otlp_grpc/aspire\"}";

    // A backend may count what it receives by the same names.
    private const string Collector = "{job=\"otel-collector\"}";

    public static Board Board { get; } = new(
        "08-infrastructure",
        "08 Infrastructure",
        "Is the machinery in order: scrape targets, the telemetry pipeline, the processes?",
        "30s",
        new Section("", Targets, Pipeline, Processes, Http, Operations, Books))
    {
        Variables = [Variable.Metrics, Variable.Service],
    };

    private static Line Targets => new(
        8,
        Table(
                "Targets",
                "Everything that Prometheus scrapes, and whether it answered last time.",
                "a target that is down: start it again (./up --status names its log); figures that come from it stand still until then.")
            .AsksForRows("min by (job, instance) (up)").In(Unit.State).Says("Down", "Up").Colored(Limit.Bad, (1, Limit.Good)).Wide(10).Shows(
                new Column("job", "Job"),
                new Column("instance", "Instance"),
                new Column("Value", "State") { Unit = Unit.State, Limits = [new(null, Limit.Bad), new(1, Limit.Good)], Words = ("Down", "Up") }),
        Stat(
                "Targets up",
                "Share of the configured targets that answer.",
                "below 100 %: the table beside names the one that does not.")
            .Asks("avg(up)", "up").In(Unit.Ratio, 0).Colored(Limit.Bad, (1, Limit.Good)).Wide(4),
        TimeSeries(
                "Scrape duration",
                "How long Prometheus needs to fetch each target's metrics; it gives up after five seconds.",
                "above a second the target is overloaded or has too many series.")
            .Asks("max by (job, instance) (scrape_duration_seconds)", "{{job}} {{instance}}").In(Unit.Seconds).Between(0)
            .Colored(Limit.Good, (1, Limit.Warning), (5, Limit.Bad)).Wide(10));

    private static Line Pipeline => new(
        8,
        TimeSeries(
                "Telemetry received",
                "Spans, data points and log records per second that the collector took.",
                "0 while workflows run: the services cannot reach the collector; the alert TelemetryMissing says since when.")
            .Asks($"sum(rate(otelcol_receiver_accepted_spans_total{Collector}[$__rate_interval]))", "spans")
            .Asks($"sum(rate(otelcol_receiver_accepted_metric_points_total{Collector}[$__rate_interval]))", "metric points")
            .Asks($"sum(rate(otelcol_receiver_accepted_log_records_total{Collector}[$__rate_interval]))", "log records")
            .In(Unit.PerSecond).Between(0).Colored(Limit.Bad, (0.001, Limit.Good)).Wide(6),
        TimeSeries(
                "Telemetry refused",
                "Spans, data points and log records per second that the collector refused.",
                "above 0 telemetry is lost: the collector's log says why (memory, a malformed sender).")
            .Asks($"sum(rate(otelcol_receiver_refused_spans_total{Collector}[$__rate_interval]))", "spans")
            .Asks($"sum(rate(otelcol_receiver_refused_metric_points_total{Collector}[$__rate_interval]))", "metric points")
            .Asks($"sum(rate(otelcol_receiver_refused_log_records_total{Collector}[$__rate_interval]))", "log records")
            .In(Unit.PerSecond).Between(0).Colored(Limit.Good, (0.001, Limit.Bad)).Wide(6),
        TimeSeries(
                "Spans sent on and queue",
                "Spans per second that the collector hands to the trace store, those it could not, and how many batches wait (right).",
                "a queue that grows means that the trace store is slow or down; Failed above 0 means that spans are lost.")
            .Asks($"sum(rate(otelcol_exporter_sent_spans_total{TraceStore}[$__rate_interval]))", "sent")
            .Asks($"sum(rate(otelcol_exporter_send_failed_spans_total{TraceStore}[$__rate_interval])) or vector(0)", "failed")
            .Asks($"sum(otelcol_exporter_queue_size{TraceStore}) or vector(0)", "queue")
            .In(Unit.PerSecond).Between(0).OnTheRight("queue", Unit.Count).Colored(Limit.Neutral).Wide(6),
        TimeSeries(
                "Waiting and lost",
                "Requests that wait for a backend that does not take them, and items that were given up or refused within two minutes, by signal and backend.",
                "any line but 0 is an alert: TelemetryNotDelivered while it only waits, TelemetryLost once something is given up. The runbook says what to do.")
            .Asks("max by (signal, backend) (tta:telemetry_waiting)", "{{signal}} wait for {{backend}}")
            .Asks("max by (signal, backend) (tta:telemetry_lost)", "{{signal}} lost at {{backend}}")
            .Asks("vector(0)", "all is well at 0")
            .In(Unit.Count).Between(0).Colored(Limit.Good, (1, Limit.Bad)).Wide(6));

    private static Line Processes => new(
        8,
        TimeSeries(
                "Processor time by service",
                "Processors in use by each service: 100 % is one of them, all the time.",
                "a service at 100 % per processor is the bottleneck: see its requests below.")
            .Asks($$"""sum by (job) (rate(dotnet_process_cpu_time_seconds_total{{Ours}}[$__rate_interval]))""", "{{job}}")
            .In(Unit.Ratio, 1).Between(0).Colored(Limit.Good, (0.8, Limit.Warning), (1.5, Limit.Bad)).Wide(8),
        TimeSeries(
                "Memory by service",
                "Memory that each service holds in RAM.",
                "a line that climbs for hours without falling is a leak: restart the service and report it.")
            .Asks($$"""max by (job) (dotnet_process_memory_working_set_bytes{{Ours}})""", "{{job}}")
            .In(Unit.Bytes).Between(0).Colored(Limit.Good, (500e6, Limit.Warning), (1e9, Limit.Bad)).Wide(8),
        TimeSeries(
                "Pauses for garbage collection",
                "Share of the time in which each service stood still to collect garbage.",
                "above 5 % it allocates too much: look for what runs often on 07.")
            .Asks($$"""sum by (job) (rate(dotnet_gc_pause_time_seconds_total{{Ours}}[$__rate_interval]))""", "{{job}}")
            .In(Unit.Ratio, 2).Between(0).Colored(Limit.Good, (0.05, Limit.Warning), (0.2, Limit.Bad)).Wide(8));

    private static Line Http => new(
        8,
        TimeSeries(
                "Requests by service",
                "HTTP requests per second that each service answered, by status code.",
                "5xx: that service fails, see its errors on 04; no requests: its caller is down.")
            .Asks($$"""sum by (job, http_response_status_code) (rate(http_server_request_duration_seconds_count{{Ours}}[$__rate_interval]))""", "{{job}} {{http_response_status_code}}")
            .In(Unit.PerSecond).Between(0).Colored(Limit.Neutral).Wide(10),
        TimeSeries(
                "Request duration p95 by service",
                "95 % of the HTTP requests took at most this long. Dots are single requests: click one to open its trace.",
                "the service that is slow while those it calls are fast is the one to look at.")
            .AsksWithExemplars(
                $$"""histogram_quantile(0.95, sum by (job, le) (rate(http_server_request_duration_seconds_bucket{{Ours}}[$__rate_interval]))) >= 0""",
                "{{job}}")
            .In(Unit.Seconds).Between(0).Colored(Limit.Good, (1, Limit.Warning), (2.5, Limit.Bad)).Wide(10).LinksTo(Link.ToTraces),
        Stat(
                "Newest data",
                "How long ago the newest metrics of each service were scraped.",
                "above a minute: that service no longer reports, or nothing arrives: see Telemetry received and TelemetryMissing.")
            .AsksNow($"time() - max by (job) (max_over_time(timestamp(target_info{Ours})[1h:10s]))", "{{job}}")
            .In(Unit.Seconds, 0).Colored(Limit.Good, (60, Limit.Warning), (300, Limit.Bad)).Wide(4));

    private static Line Books => new(
        8,
        TimeSeries(
                "Ledger less counters",
                "What the orchestrator's ledger has as cost of the last hour, less what the counters have: two books of the same calls.",
                "above 0: a killed service took with it what it had counted and not yet sent; below 0: workflows that could not say what they used, or still run.")
            .Asks("tta:ledger_cost_difference_1h_dollars", "ledger − counters").In(Unit.Dollars).Colored(Limit.Neutral).Wide(8),
        TimeSeries(
                "Interrupted workflows",
                "Workflows that the orchestrator before the present one had begun and never ended, as its ledger said at the start.",
                "above 0: the orchestrator was killed; its ledger names these workflows by their ids, and what they cost is on the counters alone.")
            .Asks("sum by (workflow_name) (tta_ledger_interrupted)", "{{workflow_name}}").In(Unit.Count).Between(0)
            .Colored(Limit.Good, (1, Limit.Warning)).Wide(8),
        TimeSeries(
                "Spans waiting and lost",
                "Spans that wait on each service's disk for the collector, and those that a service has given up, per second (right).",
                "waiting that grows: the collector is away or too slow; lost above 0: no room on a disk, or none in a queue before: TelemetryLost.")
            .Asks("sum by (job) (tta_telemetry_waiting)", "{{job}}")
            .Asks(
                """
                sum(rate(tta_telemetry_lost_total[$__rate_interval]))
                + (sum(rate(otel_sdk_processor_span_processed_total{error_type="queue_full"}[$__rate_interval])) or vector(0))
                """,
                "lost")
            .In(Unit.Count).Between(0).OnTheRight("lost", Unit.PerSecond).Colored(Limit.Neutral).Wide(8));

    private static Line Operations => new(
        10,
        Table(
                "Operations",
                "Every operation of the chosen services over the last five minutes, from their spans: how often, share that fails, 95 % within. Any service that sends "
                    + "spans is here, whoever wrote it.",
                "the operation that fails or is slow while those it calls are not is the one to look at: its dots beside open its traces.")
            .AsksForRows(Ask.OperationRate)
            .AsksForRows(Ask.Share(
                """sum by (service_name, span_name) (rate(traces_span_metrics_calls_total{service_name=~"$service", status_code="STATUS_CODE_ERROR"}[5m]))""",
                Ask.OperationRate))
            .AsksForRows("""histogram_quantile(0.95, sum by (service_name, span_name, le) (rate(traces_span_metrics_duration_seconds_bucket{service_name=~"$service"}[5m]))) >= 0""")
            .In(Unit.Count).Colored(Limit.Neutral).TopBy("Per second", 100).Wide(12).Shows(
                new Column("service_name", "Service"),
                new Column("span_name", "Operation"),
                new Column("Value #A", "Per second") { Unit = Unit.PerSecond },
                new Column("Value #B", "Fail") { Unit = Unit.Ratio, Limits = [new(null, Limit.Good), new(0.01, Limit.Warning), new(0.05, Limit.Bad)] },
                new Column("Value #C", "p95") { Unit = Unit.Seconds }),
        TimeSeries(
                "Duration p95 by operation",
                "95 % of the ten operations of the chosen services that took most time over the time range, all together. Dots are single spans: click one to open its trace.",
                "a line that climbs with the load is a bottleneck; one that jumps is a change or a dependency (03).")
            .AsksWithExemplars(
                """
                histogram_quantile(0.95, sum by (service_name, span_name, le) (rate(traces_span_metrics_duration_seconds_bucket{service_name=~"$service"}[$__rate_interval]))) >= 0
                and on (service_name, span_name)
                topk(10, sum by (service_name, span_name) (increase(traces_span_metrics_duration_seconds_sum{service_name=~"$service"}[$__range] @ end())))
                """,
                "{{service_name}} {{span_name}}")
            .In(Unit.Seconds).Between(0).Colored(Limit.Good, (1, Limit.Warning), (2.5, Limit.Bad)).Wide(12).LinksTo(Link.ToTraces));
}
