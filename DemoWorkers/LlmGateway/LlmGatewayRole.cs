using Microsoft.Extensions.Options;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.Hosting;
using Tta.DemoWorkers.LlmGateway.Providers;
using Tta.DemoWorkers.LlmGateway.Simulation;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway;

/// <summary>Speaks the OpenAI chat-completions wire format for several providers, simulated unless a real one is configured.</summary>
internal sealed class LlmGatewayRole : IWorkerRole
{
    private static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(100);

    public string Name => "llm-gateway";

    public string ServiceName => "tta-llm-gateway";

    public void AddServices(WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<DemoSettings>(DemoSettings.Section);
        foreach (var name in ModelCatalog.Providers)
        {
            ProviderSettings.Add(builder.Services, name);
        }

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(provider =>
            new FaultControl(FaultSettings.From(provider.GetRequiredService<IOptions<DemoSettings>>().Value)));
        builder.Services.AddSingleton(provider =>
        {
            var settings = provider.GetRequiredService<IOptionsMonitor<ProviderSettings>>();
            return new ModelRouter([.. ModelCatalog.Providers.Select(settings.Get).Where(real => real.BaseUrl is not null)]);
        });
        builder.Services.AddHttpClient<RealProvider>(client => client.Timeout = ProviderTimeout);
        builder.Services.AddSingleton<ChatEndpoint>();
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default));
    }

    public void Map(WebApplication app)
    {
        var chat = app.Services.GetRequiredService<ChatEndpoint>();
        app.MapPost("/v1/chat/completions", chat.AnswerAsync);
        app.MapGet("/v1/models", () => TypedResults.Json(Models(), WireJson.Default.ModelList));
        FaultsApi.Map(app);
    }

    private static ModelList Models() =>
        new("list", [.. ModelCatalog.Models.Select(model => new ModelEntry(model.Id, "model", 0, model.Provider))]);
}
