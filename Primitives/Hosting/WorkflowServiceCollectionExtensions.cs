using Microsoft.Extensions.DependencyInjection;

namespace Tta.Primitives;

/// <summary>Registers workflows.</summary>
public static class WorkflowServiceCollectionExtensions
{
    /// <summary>
    /// Registers a workflow: inject <see cref="Workflow{TIn, TOut}"/>, keyed by the name where several have the same types.
    /// </summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it returns.</typeparam>
    /// <param name="services">Where to register it.</param>
    /// <param name="name">The workflow's name, a metric label.</param>
    /// <param name="build">Builds it, once, when it is first asked for.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException">An argument is null or blank, or the name is taken.</exception>
    public static IServiceCollection AddWorkflow<TIn, TOut>(
        this IServiceCollection services, string name, Func<WorkflowSetup, WorkflowPrimitive<TIn, TOut>> build)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(build);
        if (services.Any(s => s.ServiceType == typeof(Workflow<TIn, TOut>) && s.IsKeyedService && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"A workflow '{name}' with these types is registered already.", nameof(name));
        }

        WorkflowNames.Add(name);
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var builder = new WorkflowSetup(name, provider);
            WorkflowPrimitive<TIn, TOut> primitive = build(builder)
                ?? throw new InvalidOperationException($"The workflow '{name}' was built as null.");
            return new Workflow<TIn, TOut>(name, primitive, OptionsCheck.Valid(builder.Execution));
        });
        services.AddSingleton(provider => provider.GetRequiredKeyedService<Workflow<TIn, TOut>>(name));
        return services;
    }
}
