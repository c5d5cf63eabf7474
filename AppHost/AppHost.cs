var builder = DistributedApplication.CreateBuilder(args);

var grafanaPassword = builder.AddParameter("grafana-admin-password", secret: true);
var cache = builder.AddRedis("cache").WithDataVolume("tta-cache");

var prometheus = builder.AddContainer("prometheus", "prom/prometheus", "v3.14.0")
    .WithBindMount("../prometheus", "/etc/prometheus", isReadOnly: true)
    .WithVolume("tta-prometheus", "/prometheus")
    .WithArgs("--config.file=/etc/prometheus/prometheus.yml", "--enable-feature=exemplar-storage")
    .WithHttpEndpoint(port: 9090, targetPort: 9090, name: "http")
    .WithHttpHealthCheck("/-/ready", endpointName: "http");

var jaeger = builder.AddContainer("jaeger", "jaegertracing/jaeger", "2.20.0")
    .WithBindMount("../jaeger/config.yaml", "/etc/jaeger/config.yaml", isReadOnly: true)
    .WithVolume("tta-jaeger", "/badger")
    .WithArgs("--config", "/etc/jaeger/config.yaml")
    .WithHttpEndpoint(port: 16686, targetPort: 16686, name: "ui")
    .WithEndpoint(targetPort: 4317, scheme: "http", name: "otlp-grpc")
    .WithHttpEndpoint(targetPort: 4318, name: "otlp-http")
    .WithHttpEndpoint(targetPort: 13133, name: "health")
    .WithHttpHealthCheck("/status", endpointName: "health");

var collector = builder.AddContainer("otel-collector", "otel/opentelemetry-collector-contrib", "0.159.0")
    .WithBindMount("../otel-collector/config.yaml", "/etc/otelcol-contrib/config.yaml", isReadOnly: true)
    .WithEndpoint(port: 4317, targetPort: 4317, scheme: "http", name: "otlp-grpc")
    .WithHttpEndpoint(port: 4318, targetPort: 4318, name: "otlp-http")
    .WithHttpEndpoint(port: 9464, targetPort: 9464, name: "metrics")
    .WithHttpEndpoint(port: 8888, targetPort: 8888, name: "self-metrics")
    .WithHttpEndpoint(targetPort: 13133, name: "health")
    .WithHttpHealthCheck("/", endpointName: "health")
    .WithEnvironment("JAEGER_OTLP_ENDPOINT", jaeger.GetEndpoint("otlp-grpc"));

builder.AddContainer("grafana", "grafana/grafana", "13.1.0")
    .WithBindMount("../grafana/provisioning", "/etc/grafana/provisioning", isReadOnly: true)
    .WithBindMount("../grafana/dashboards", "/var/lib/grafana/dashboards", isReadOnly: true)
    .WithVolume("tta-grafana", "/var/lib/grafana")
    .WithEnvironment("GF_SECURITY_ADMIN_PASSWORD", grafanaPassword)
    .WithEnvironment("PROMETHEUS_URL", prometheus.GetEndpoint("http"))
    .WithEnvironment("JAEGER_URL", jaeger.GetEndpoint("ui"))
    .WithHttpEndpoint(port: 3000, targetPort: 3000, name: "http")
    .WithHttpHealthCheck("/api/health", endpointName: "http");

IResourceBuilder<ProjectResource> Worker(string name, string role) =>
    builder.AddProject<Projects.DemoWorkers>(name, launchProfileName: null)
        .WithHttpEndpoint(name: "http")
        .WithArgs("--role", role)
        .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.GetEndpoint("otlp-http"))
        .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .WithHttpHealthCheck("/health", endpointName: "http")
        .WaitFor(collector);

var cacheLayer = Worker("tta-cache-layer", "cache-layer").WithReference(cache).WaitFor(cache);
var llmGateway = Worker("tta-llm-gateway", "llm-gateway");
var engine = Worker("tta-workflow-engine", "workflow-engine").WithReference(cacheLayer).WithReference(llmGateway).WaitFor(cacheLayer).WaitFor(llmGateway);
Worker("tta-agent-orchestrator", "agent-orchestrator").WithReference(engine).WaitFor(engine);

builder.Build().Run();
