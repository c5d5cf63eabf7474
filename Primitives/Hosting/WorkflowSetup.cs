using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Tta.Primitives;

/// <summary>What a workflow is built with.</summary>
public sealed partial class WorkflowSetup
{
    internal WorkflowSetup(string name, IServiceProvider services)
    {
        Name = name;
        Services = services;
        Configuration.GetSection($"Workflows:{name}").Bind(Execution);
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
    public IConfigurationSection Section(string primitive)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primitive);
        return Configuration.GetSection($"Workflows:{Name}:{primitive}");
    }

    private IConfiguration Configuration => Services.GetService<IConfiguration>() ?? new ConfigurationManager();
}
