using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>Is what the workflows depend on in order: models, cache backend, routes, services?</summary>
internal static class Dependencies
{
    public static Board Board { get; } = new(
        "03-dependencies",
        "03 Dependencies",
        "Is what the workflows depend on in order: models, the cache backend, routes, services?",
        "30s",
        new Section("", Models, Providers, Streams, Backend, Usage, Failures, Paths, Calls))
    {
        Variables = [Variable.Metrics, Variable.Traces, Variable.Provider],
    };

    private static Line Models => new(
        8,
        Stat(
                "Model health",
                "Whether each model answers: down when every one of several calls in two minutes failed.",
                "one model down: the router and fallbacks should avoid it, check Routes below; all models of a provider down: its key, quota or service.")
            .AsksNow("""tta:model_up{provider=~"$provider"}""", "{{provider}} {{model}}")
            .In(Unit.State).Says("Down", "Up").Colored(Limit.Bad, (1, Limit.Good)).Wide(8),
        TimeSeries(
                "Model latency p95",
                "95 % of the calls to each model took at most this long. Dots are single calls: click one to open its trace.",
                "slow for one model only: route around it; for all: the network or the gateway (08 Infrastructure).")
            .AsksWithExemplars(Ask.ModelP95, "{{provider}} {{model}}").In(Unit.Seconds).Between(0)
            .Colored(Limit.Good, (2.5, Limit.Warning), (5, Limit.Bad)).Wide(10).LinksTo(Link.ToTraces),
        TimeSeries(
                "Model calls per second",
                "Calls to each model, whatever their outcome.",
                "a model without calls is not chosen any more, or its provider refuses: compare with Routes.")
            .Asks("""sum by (provider, model) (rate(tta_llm_latency_seconds_count{provider=~"$provider"}[$__rate_interval]))""", "{{provider}} {{model}}")
            .In(Unit.PerSecond).Between(0).Colored(Limit.Neutral).Wide(6));

    private static Line Providers => new(
        8,
        TimeSeries(
                "Calls that fail, by provider",
                "Share of each provider's calls of the last two minutes that failed. Retries and fallbacks may hide it from users. ProviderErrors fires above 20 %.",
                "one provider: its status page, key and quota; all of them: the gateway or the network. How calls fail, below, has the statuses.")
            .Asks("""tta:provider_failed_ratio_2m{provider=~"$provider"}""", "{{provider}}").In(Unit.Ratio, 1).Between(0, 1).WhenEmpty("no call")
            .Colored(Limit.Good, (0.1, Limit.Warning), (0.2, Limit.Bad)).Wide(7),
        TimeSeries(
                "Model calls that wait",
                "Calls to each provider that have no answer yet.",
                "a line that climbs and does not fall: that provider hangs; all lines: the gateway does. Restart it, or route around it.")
            .Asks("""sum by (provider) (tta_llm_calls_active{provider=~"$provider"})""", "{{provider}}").In(Unit.Count, 0).Between(0)
            .Colored(Limit.Neutral).Wide(6),
        Table(
                "Models compared",
                "Each model over the last five minutes: calls, share that fails, dollars a call, tokens a second while it answers, 95 % of calls within.",
                "two models that do the same work: take the one that is cheaper and quicker at the same share of failures. A missing cost is unknown.")
            .AsksForRows(Ask.ModelCalls)
            .AsksForRows(
                $"(sum by (provider, model) (rate(tta_llm_latency_seconds_count{{provider=~\"$provider\", status=\"failed\"}}[5m])) or 0 * {Ask.ModelCalls})"
                + $" / ({Ask.ModelCalls} > 0)")
            .AsksForRows($"sum by (provider, model) (rate(tta_llm_cost_dollars_total{{provider=~\"$provider\"}}[5m])) / ({Ask.ModelCalls} > 0)")
            .AsksForRows("""sum by (provider, model) (rate(tta_llm_tokens_total{provider=~"$provider", type="completion"}[5m])) / (sum by (provider, model) (rate(tta_llm_latency_seconds_sum{provider=~"$provider", status="success"}[5m])) > 0)""")
            .AsksForRows("""histogram_quantile(0.95, sum by (provider, model, le) (rate(tta_llm_latency_seconds_bucket{provider=~"$provider"}[5m]))) >= 0""")
            .In(Unit.Count).Colored(Limit.Neutral).Wide(11).Shows(
                new Column("provider", "Provider"),
                new Column("model", "Model"),
                new Column("Value #A", "Calls per second") { Unit = Unit.PerSecond },
                new Column("Value #B", "Fail") { Unit = Unit.Ratio, Limits = [new(null, Limit.Good), new(0.1, Limit.Warning), new(0.2, Limit.Bad)] },
                new Column("Value #C", "Per call") { Unit = Unit.Dollars },
                new Column("Value #D", "Tokens per second"),
                new Column("Value #E", "p95") { Unit = Unit.Seconds }));

    private static Line Streams => new(
        6,
        TimeSeries(
                "Time to first chunk p95",
                "Of the calls whose answer comes in chunks: 95 % had their first one within this time. Dots are single calls: click one to open its trace.",
                "a first chunk that is late while the rest is as usual: the provider queues; choose another model for what people wait for.")
            .AsksWithExemplars("""histogram_quantile(0.95, sum by (gen_ai_provider_name, gen_ai_request_model, le) (rate(gen_ai_client_operation_time_to_first_chunk_seconds_bucket{gen_ai_provider_name=~"$provider"}[$__rate_interval]))) >= 0""", "{{gen_ai_provider_name}} {{gen_ai_request_model}}")
            .In(Unit.Seconds).Between(0).Colored(Limit.Good, (1, Limit.Warning), (3, Limit.Bad)).Wide(12)
            .LinksTo(Link.ToTraces),
        TimeSeries(
                "Chunks per second",
                "Chunks that came after the first ones, by model.",
                "a line that falls while calls begin as often: answers become shorter, or the provider writes more slowly.")
            .Asks("""sum by (gen_ai_provider_name, gen_ai_request_model) (rate(gen_ai_client_operation_time_per_output_chunk_seconds_count{gen_ai_provider_name=~"$provider"}[$__rate_interval]))""", "{{gen_ai_provider_name}} {{gen_ai_request_model}}")
            .In(Unit.PerSecond).Between(0).Colored(Limit.Neutral).Wide(12));

    private static Line Backend => new(
        5,
        TimeSeries(
                "Tokens per second by kind",
                "Prompt and completion tokens of each provider.",
                "prompts that grow are usually context that nobody trims; answers that grow lack a limit.")
            .Asks("""sum by (provider, type) (rate(tta_llm_tokens_total{provider=~"$provider"}[$__rate_interval]))""", "{{provider}} {{type}}")
            .In(Unit.PerSecond).Between(0).Colored(Limit.Neutral).Wide(8),
        Stat(
                "Cache backend",
                "Whether the cache backend answers.",
                "the workflows go on without it, dearer and slower: see the log of the cache layer and restart the backend.")
            .AsksNow("min by (backend) (tta_cache_backend_health_up)", "{{backend}}").In(Unit.State).Says("Down", "Up")
            .Colored(Limit.Bad, (1, Limit.Good)).Wide(4),
        Stat(
                "Cache backend connections",
                "Clients connected to the cache backend, as it says itself.",
                "a number that only grows is a leak: restart the cache layer and look for clients that are not closed.")
            .Asks("max by (backend) (tta_cache_connections_active)", "{{backend}}").In(Unit.Count, 0)
            .Colored(Limit.Good, (100, Limit.Warning), (1000, Limit.Bad)).Wide(4),
        Stat(
                "Cache backend memory",
                "Memory the cache backend uses, as it says itself.",
                "near its maximum it evicts: give it more, or shorten the time to live.")
            .Asks("max by (backend) (tta_cache_memory_bytes)", "{{backend}}").In(Unit.Bytes)
            .Colored(Limit.Good, (500e6, Limit.Warning), (1e9, Limit.Bad)).Wide(4),
        Stat(
                "Cache backend evictions",
                "Entries per second that the cache backend throws out to make room.",
                "above 0 the memory is too small for what is cached: see the memory beside.")
            .Asks("sum by (backend) (rate(tta_cache_evictions_total[5m]))", "{{backend}}").In(Unit.PerSecond, 2)
            .WhenEmpty("none").Colored(Limit.Good, (0.01, Limit.Warning), (10, Limit.Bad)).Wide(4));

    private static Line Usage => new(
        8,
        TimeSeries(
                "Cost per hour by model",
                "What each model's calls would cost in an hour.",
                "the top line is where a cheaper model or a cache saves most: 05 Cost has the amounts.")
            .Asks(Ask.CostPerHourByModel, "{{provider}} {{model}}").In(Unit.Dollars).Between(0)
            .Colored(Limit.Good, (Spending.NearHour, Limit.Warning), (Spending.Hour, Limit.Bad)).Wide(8).LinksTo(Link.To("05-cost-efficiency", "Cost")),
        Pie(
                "Routes chosen",
                "Decisions of the routers by route, over the chosen time range.",
                "a route that has vanished is never chosen or its model is avoided: read Why routes were chosen beside.")
            .AsksNow("sum by (router_name, route_selected) (increase(tta_router_decisions_total[$__range]))", "{{router_name}} → {{route_selected}}")
            .In(Unit.Count, 0).WhenEmpty("no decision").Colored(Limit.Neutral).Wide(8),
        TimeSeries(
                "Why routes were chosen",
                "Decisions per second by the reason that the router gave.",
                "many decisions by default mean that the strategy found no better reason: check its rules.")
            .Asks("sum by (route_selected, reason) (rate(tta_router_decisions_total[$__rate_interval]))", "{{route_selected}}: {{reason}}")
            .In(Unit.PerSecond).Between(0).Colored(Limit.Neutral).Wide(8));

    private static Line Failures => new(
        8,
        TimeSeries(
                "How calls fail",
                "Calls per second that the gateway answered with an error, by provider and status.",
                "401, 403: a key; 429: a rate or a quota; 500, 503: an outage; 499: nobody waited for the answer any more.")
            .Asks(
                """sum by (provider, status) (rate(tta_gateway_requests_total{provider=~"$provider", status!="200"}[$__rate_interval]))""",
                "{{provider}} {{status}}")
            .In(Unit.PerSecond).Between(0).WhenEmpty("none failed").Colored(Limit.Neutral).Wide(8),
        TimeSeries(
                "Tokens per call",
                "Tokens of an average call to each model, prompt and answer together.",
                "a line that climbs: prompts that nobody trims, or answers without a limit; Tokens per second by kind says which.")
            .Asks(
                """sum by (provider, model) (rate(tta_llm_tokens_total{provider=~"$provider"}[5m])) / (sum by (provider, model) (rate(tta_llm_latency_seconds_count{provider=~"$provider", status="success"}[5m])) > 0)""",
                "{{provider}} {{model}}")
            .In(Unit.Count, 0).Between(0).WhenEmpty("no call").Colored(Limit.Neutral).Wide(8),
        TimeSeries(
                "Time spent on calls that fail",
                "Seconds each second that calls to each model take without giving an answer: what retries and time limits cost.",
                "the top line is the model to route around, or the limit to shorten; the retries themselves are on 02.")
            .Asks(
                """sum by (provider, model) (rate(tta_llm_latency_seconds_sum{provider=~"$provider", status="failed"}[5m]))""",
                "{{provider}} {{model}}")
            .In(Unit.Ratio, 1).Between(0).WhenEmpty("none failed").Colored(Limit.Good, (0.5, Limit.Warning), (2, Limit.Bad)).Wide(8));

    private static Line Paths => new(
        12,
        NodeGraph(
                "Services",
                "Which service calls which, as Jaeger derives it from the traces it keeps, with the number of calls.",
                "an arrow that is missing is a hop that lost its trace context, or a service that is down (08 Infrastructure).")
            .And(new ServiceDependencies()).In(Unit.Count, 0).Wide(24));

    private static Line Calls => new(
        10,
        Table(
                "Who calls whom",
                "Every pair of services with calls in the last five minutes, from their spans: calls, share that fails, 95 % within. Databases and model providers "
                    + "send no spans; they stand under the names that their callers give them, a caller from outside as user.",
                "the pair that fails or is slow while what it calls is not: the network between, or the caller's time limit; unknown is a call whose span does not say to whom.")
            .AsksForRows(Ask.CallRate)
            .AsksForRows(Ask.Share($"sum by ({Ask.CallPair}) (rate(traces_service_graph_request_failed_total[5m]))", Ask.CallRate))
            .AsksForRows(Ask.CallP95)
            .In(Unit.Count).Colored(Limit.Neutral).TopBy("Calls per second", 50).Wide(13).Shows(
                new Column("client", "From"),
                new Column("server", "To"),
                new Column("connection_type", "How"),
                new Column("Value #A", "Calls per second") { Unit = Unit.PerSecond },
                new Column("Value #B", "Fail") { Unit = Unit.Ratio, Limits = [new(null, Limit.Good), new(0.01, Limit.Warning), new(0.05, Limit.Bad)] },
                new Column("Value #C", "p95") { Unit = Unit.Seconds }),
        TimeSeries(
                "Calls between services",
                "Calls per second of the ten pairs that called most over the time range.",
                "a line that ends: that caller or what it calls is down (08 Infrastructure); one that climbs alone: retries, or a loop.")
            .Asks(
                """
                sum by (client, server) (rate(traces_service_graph_request_total[$__rate_interval]))
                and on (client, server)
                topk(10, sum by (client, server) (increase(traces_service_graph_request_total[$__range] @ end())))
                """,
                "{{client}} → {{server}}")
            .In(Unit.PerSecond).Between(0).Colored(Limit.Neutral).Wide(11));
}
