using System.Text.Json;
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
        app.MapGet("/faults", (FaultControl control) => control.Current);
        app.MapPut("/faults", ChangeFaultsAsync);
    }

    private static ModelList Models() =>
        new("list", [.. ModelCatalog.Models.Select(model => new ModelEntry(model.Id, "model", 0, model.Provider))]);

    private static async Task<IResult> ChangeFaultsAsync(HttpRequest request, FaultControl control, ILogger<LlmGatewayRole> logger)
    {
        FaultChange? change;
        try
        {
            change = await JsonSerializer.DeserializeAsync(request.Body, GatewayJson.Default.FaultChange, request.HttpContext.RequestAborted);
        }
        catch (JsonException exception)
        {
            return TypedResults.Problem(
                $"The body cannot be read: expected {{\"errorRate\":0.3}}, with errorRate, rateLimitRate or latencyScale. {exception.Message}",
                statusCode: StatusCodes.Status400BadRequest);
        }

        var problem = "The body is empty.";
        var faults = change?.Apply(control.Current, out problem) ?? control.Current;
        if (problem is not null)
        {
            return TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        }

        control.Current = faults;
        logger.LogInformation("Faults changed: {Faults}", faults);
        return TypedResults.Ok(faults);
    }
}
