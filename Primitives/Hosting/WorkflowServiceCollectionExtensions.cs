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
    /// <param name="build">Builds it, once: when the host starts, so that mistakes show then, or when it is first asked for.</param>
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
        services.AddKeyedSingleton(name, (provider, _) => Build(name, provider, build));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<Workflow<TIn, TOut>>(name));
        services.AddOptions<WorkflowStart>($"{name} {typeof(TIn)} {typeof(TOut)}")
            .Configure<IServiceProvider>((_, provider) => provider.GetRequiredKeyedService<Workflow<TIn, TOut>>(name))
            .ValidateOnStart();
        return services;
    }

    private static Workflow<TIn, TOut> Build<TIn, TOut>(
        string name, IServiceProvider provider, Func<WorkflowSetup, WorkflowPrimitive<TIn, TOut>> build)
    {
        var setup = new WorkflowSetup(name, provider);
        try
        {
            WorkflowPrimitive<TIn, TOut> primitive = build(setup)
                ?? throw new InvalidOperationException($"The workflow '{name}' was built as null.");
            setup.RefuseUnknownSections();
            return new Workflow<TIn, TOut>(name, primitive, OptionsCheck.Valid(setup.Execution));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException($"The workflow '{name}' cannot be built. {exception.Message}", exception);
        }
    }
}
