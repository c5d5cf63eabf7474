using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.Hosting;
using Tta.DemoWorkers.WorkflowEngine.Caching;
using Tta.DemoWorkers.WorkflowEngine.Faults;
using Tta.DemoWorkers.WorkflowEngine.Models;
using Tta.DemoWorkers.WorkflowEngine.Workflows;
using Tta.Primitives;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.WorkflowEngine;

/// <summary>Runs workflows built of the library's primitives.</summary>
internal sealed class WorkflowEngineRole : IWorkerRole
{
    private const string Gateway = "tta-llm-gateway";
    private const string CacheLayer = "tta-cache-layer";
    private const string GatewayClient = "llm-gateway";
    private const string CacheClient = "cache-layer";
    private static readonly TimeSpan ModelTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CacheTimeout = TimeSpan.FromSeconds(2);

    // The cache layer waits for Redis meanwhile.
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(3);

    public string Name => "workflow-engine";

    public string ServiceName => "tta-workflow-engine";

    public void AddServices(WebApplicationBuilder builder)
    {
        var gateway = ServiceAddress.Of(builder.Configuration, Gateway);
        var cache = ServiceAddress.Of(builder.Configuration, CacheLayer);
        builder.AddDependencyCheck(Gateway, gateway, HealthPatience).AddDependencyCheck(CacheLayer, cache, HealthPatience);
        var services = builder.Services;
        services.AddHttpClient(GatewayClient, client => client.Timeout = ModelTimeout);
        services.AddHttpClient(CacheClient, client =>
        {
            client.BaseAddress = cache;
            client.Timeout = CacheTimeout;
        });
        services.AddSettings<DemoSettings>(DemoSettings.Section);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<StepFaults>();
        services.AddSingleton<IPriceTable>(provider => new PriceFile(
            provider.GetRequiredService<IOptions<DemoSettings>>().Value.PriceFile, provider.GetRequiredService<ILogger<PriceFile>>()));
        services.AddSingleton<IDistributedCache>(provider => new HttpDistributedCache(Client(provider, CacheClient)));
        services.AddSingleton(provider => new WorkflowTools(
            (name, model) => new GatewayChatClient(Client(provider, GatewayClient), gateway, name, model),
            provider.GetRequiredService<IPriceTable>(),
            provider.GetRequiredService<IDistributedCache>(),
            provider.GetRequiredService<StepFaults>()));

        Add(ContentGeneration.Kind, ContentGeneration.Build);
        Add(CodeReview.Kind, CodeReview.Build);
        Add(SupportTriage.Kind, SupportTriage.Build);
        Add(DataExtraction.Kind, DataExtraction.Build);
        Add(ResearchSummary.Kind, ResearchSummary.Build);
        Add(Translation.Kind, Translation.Build);
        Add(NewsDigest.Kind, NewsDigest.Build);
        Add(OrderFulfilment.Kind, OrderFulfilment.Build);
        Add(TravelAssistant.Kind, TravelAssistant.Build);
        Add(FactCheck.Kind, FactCheck.Build);
        services.AddSingleton<Warehouse>();
        services.AddSingleton<TravelTools>();
        services.AddSingleton<WorkflowCatalog>();
        services.AddSingleton<WorkflowEndpoint>();

        void Add(string kind, Func<WorkflowSetup, WorkflowTools, WorkflowPrimitive<string, string>> build) =>
            services.AddWorkflow<string, string>(kind, workflow => build(workflow, workflow.Services.GetRequiredService<WorkflowTools>()));
    }

    public void Map(WebApplication app)
    {
        app.MapPost("/workflows/{kind}", app.Services.GetRequiredService<WorkflowEndpoint>().RunAsync);
        StepFaultsApi.Map(app);
        app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<WorkflowTools>().BeginSeries);
    }

    private static HttpClient Client(IServiceProvider services, string name) =>
        services.GetRequiredService<IHttpClientFactory>().CreateClient(name);
}
