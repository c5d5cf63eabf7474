using Microsoft.Extensions.Options;
using Tta.Primitives;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>The workflows that the engine runs, by kind.</summary>
internal sealed class WorkflowCatalog
{
    private readonly Dictionary<string, Workflow<string, string>> _workflows;

    /// <summary>Builds every workflow, so that a mistake in their settings shows at the start.</summary>
    /// <exception cref="InvalidConfigurationException">A setting of a workflow cannot be used.</exception>
    public WorkflowCatalog(IServiceProvider services)
    {
        try
        {
            _workflows = Kinds.ToDictionary(kind => kind, kind => services.GetRequiredKeyedService<Workflow<string, string>>(kind));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or OptionsValidationException)
        {
            throw new InvalidConfigurationException($"A setting in the section Workflows cannot be used: {exception.Message}", exception);
        }
    }

    public static IReadOnlyList<string> Kinds { get; } =
    [
        ContentGeneration.Kind, CodeReview.Kind, SupportTriage.Kind, DataExtraction.Kind, ResearchSummary.Kind,
        Translation.Kind, NewsDigest.Kind, OrderFulfilment.Kind, TravelAssistant.Kind, FactCheck.Kind,
    ];

    public Workflow<string, string>? Find(string kind) => _workflows.GetValueOrDefault(kind);
}
