using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Tta.Primitives;

/// <summary>What a workflow is built with.</summary>
public sealed partial class WorkflowSetup
{
    private readonly IConfigurationSection _section;
    private readonly HashSet<string> _primitives = new(StringComparer.OrdinalIgnoreCase);

    internal WorkflowSetup(string name, IServiceProvider services)
    {
        Name = name;
        Services = services;
        _section = (services.GetService<IConfiguration>() ?? new ConfigurationManager()).GetSection($"Workflows:{name}");
        ConfiguredOptions.Bind(_section, _section.GetChildren().Where(IsSetting), Execution, section => section.Bind(Execution));
    }

    /// <summary>The workflow's name.</summary>
    public string Name { get; }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>How executions of the workflow show, bound from <c>Workflows:{workflow}</c>.</summary>
    public WorkflowExecutionOptions Execution { get; } = new();

    /// <summary>The configuration section of a primitive of this workflow: <c>Workflows:{workflow}:{primitive}</c>.</summary>
    /// <param name="primitive">The primitive's name.</param>
    /// <returns>The section; empty when the application has no configuration.</returns>
    /// <remarks>Once the workflow is built, a section that nothing asked for is refused: its name is misspelt.</remarks>
    public IConfigurationSection Section(string primitive)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primitive);
        _primitives.Add(primitive);
        return _section.GetSection(primitive);
    }

    /// <summary>Refuses sections of primitives that the workflow does not have.</summary>
    internal void RefuseUnknownSections()
    {
        string known = _primitives.Count == 0 ? "none" : string.Join(", ", _primitives.Order(StringComparer.OrdinalIgnoreCase));
        string[] unknown =
        [
            .. _section.GetChildren().Where(child => !IsSetting(child) && !_primitives.Contains(child.Key))
                .Select(child => $"{child.Path}: the workflow '{Name}' has no such primitive with configuration; it has {known}."),
        ];
        if (unknown.Length > 0)
        {
            throw new OptionsValidationException(_section.Path, typeof(WorkflowSetup), unknown);
        }
    }

    /// <summary>Whether it is a value of the workflow's own, and not a primitive's section.</summary>
    private static bool IsSetting(IConfigurationSection child) => child.Value is not null || !child.GetChildren().Any();
}
