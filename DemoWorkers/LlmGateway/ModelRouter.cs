using Tta.DemoWorkers.LlmGateway.Providers;
using Tta.DemoWorkers.LlmGateway.Simulation;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway;

/// <summary>Finds who answers for a model.</summary>
internal sealed class ModelRouter(IReadOnlyList<ProviderSettings> realProviders)
{
    private readonly Dictionary<string, ProviderSettings> _real = realProviders.ToDictionary(provider => provider.Name, StringComparer.Ordinal);

    /// <summary>Takes a model of the catalog by its name, or any model of a real provider as <c>provider/model</c>.</summary>
    /// <exception cref="ApiErrorException">There is no such model.</exception>
    public ModelRoute Find(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash > 0 ? name[..slash] : null;
        var model = prefix is not null && ModelCatalog.Providers.Contains(prefix) ? name[(slash + 1)..] : name;
        var profile = ModelCatalog.Find(model);
        var provider = model == name ? profile?.Provider : prefix;
        if (provider is not null)
        {
            var real = _real.GetValueOrDefault(provider);
            if (real is not null || profile?.Provider == provider)
            {
                return new ModelRoute(provider, model, real, profile);
            }
        }

        throw new ApiErrorException(StatusCodes.Status404NotFound, new ApiError(
            $"The model '{(name.Length <= 100 ? name : name[..100])}' does not exist. GET /v1/models lists those that do.",
            "invalid_request_error", "model", "model_not_found"));
    }
}
