using Tta.AppHost;

OneLineErrors.Show();
DashboardPorts.MoveFromTaken();
var builder = DistributedApplication.CreateBuilder(args);

// Secrets: generated once, kept in this project's user secrets, never in git
var grafanaPassword = builder.AddParameter(
    "grafana-admin-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true);

// The cache that the workflows share
var cache = builder.AddRedis("cache", port: 6379)
    .WithDataVolume("tta-cache")
    .WithSaveOnStop()
    .WithBackendLifetime()
    .RunAsProcess();

// Metrics and alerts
var alertmanager = builder.AddAlertmanager("alertmanager", port: 9093)
    .WithConfiguration("../alertmanager")
    .WithDataVolume("tta-alertmanager")
    .WithBackendLifetime()
    .RunAsProcess("../alertmanager");

var pushgateway = builder.AddPushgateway("pushgateway", port: 9091)
    .WithDataVolume("tta-pushgateway")
    .WithBackendLifetime()
    .RunAsProcess();

var prometheus = builder.AddPrometheus("prometheus", port: 9090)
    .WithConfiguration("../prometheus")
    .WithDataVolume("tta-prometheus")
    .WithReferenceRelationship(alertmanager)
    .WithReferenceRelationship(pushgateway)
    .WithBackendLifetime();

// Traces and logs
var jaeger = builder.AddJaeger("jaeger", port: 16686)
    .WithConfiguration("../jaeger")
    .WithDataVolume("tta-jaeger")
    .WithMetricsFrom(prometheus)
    .WithBackendLifetime();

var loki = builder.AddLoki("loki")
    .WithConfiguration("../loki")
    .WithDataVolume("tta-loki")
    .WithBackendLifetime();

// What the services emit goes to the collector; the collector hands it to every backend
var collector = builder.AddOpenTelemetryCollector("otel-collector")
    .WithConfiguration("../otel-collector")
    .WithTracesTo(jaeger)
    .WithLogsTo(loki)
    .WithAspireDashboard()
    .WaitFor(jaeger);

prometheus.WithReferenceRelationship(collector)
    .RunAsProcess(
        "../prometheus",
        ("prometheus", prometheus.Resource.PrimaryEndpoint),
        ("alertmanager", alertmanager.Resource.PrimaryEndpoint),
        ("alertmanagers", alertmanager.Resource.PrimaryEndpoint),
        ("pushgateway", pushgateway.Resource.PrimaryEndpoint),
        ("tta-primitives", collector.Resource.MetricsEndpoint),
        ("otel-collector", collector.Resource.SelfMetricsEndpoint));

// Where a person looks
var grafana = builder.AddGrafana("grafana", grafanaPassword, port: 3000)
    .WithProvisioning("../grafana/provisioning", "../grafana/dashboards")
    .WithHomeDashboard("01-system-overview.json")
    .WithDataVolume("tta-grafana")
    .WithMetricsFrom(prometheus)
    .WithTracesFrom(jaeger)
    .WithLogsFrom(loki)
    .WithBackendLifetime()
    .WaitFor(prometheus);

// The four services: orchestrator → engine → { LLM gateway, cache layer → Redis }
var cacheLayer = builder.AddWorker("tta-cache-layer", "cache-layer")
    .WithIconName("DatabaseLightning")
    .WithTelemetryTo(collector)
    .WithReference(cache).WaitFor(cache);

var llmGateway = builder.AddWorker("tta-llm-gateway", "llm-gateway")
    .WithIconName("BrainCircuit")
    .WithTelemetryTo(collector)
    .WithFaultCommands();

var engine = builder.AddWorker("tta-workflow-engine", "workflow-engine")
    .WithIconName("Flowchart")
    .WithPrices("prices.json")
    .WithTelemetryTo(collector)
    .WithStepFaultCommands()
    .WithReference(cacheLayer).WaitFor(cacheLayer)
    .WithReference(llmGateway).WaitFor(llmGateway);

var orchestrator = builder.AddWorker("tta-agent-orchestrator", "agent-orchestrator")
    .WithIconName("Bot")
    .WithLedger("tta-ledger")
    .WithTelemetryTo(collector)
    .WithTrafficCommands()
    .WithReference(engine).WaitFor(engine);

// A batch job that a person starts from the dashboard: what the last hour did and cost. Not part of what is deployed.
builder.AddReport("tta-report", prometheus, pushgateway)
    .WithTelemetryTo(collector);

// Where there are no containers, one program does the work of those that have no program of their own
builder.RunInsideObservatory(collector, jaeger, loki, grafana, observatory => observatory
    .WithMetricsFrom(prometheus)
    .WithLinkTo("Alertmanager", alertmanager.Resource.PrimaryEndpoint)
    .WithLinkTo("Pushgateway", pushgateway.Resource.PrimaryEndpoint)
    .WithLinkTo("Ledger", orchestrator.GetEndpoint("http"), "/ledger"));

// Containers where an engine has the images, programs of this machine otherwise
builder.RunBackends();

builder.Build().Run();
