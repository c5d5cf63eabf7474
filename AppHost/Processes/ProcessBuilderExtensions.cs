using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Tta.AppHost;

internal static class ProcessBuilderExtensions
{
    /// <summary>The interface that everything of this machine listens on.</summary>
    public const string Loopback = "127.0.0.1";

    /// <summary>
    /// Says how the container runs as a program of this machine where <see cref="BackendMode.Processes"/> is taken. Its name, endpoints, health,
    /// icon, links, waits and references stay, and so does its place in the manifest.
    /// </summary>
    /// <param name="builder">The container.</param>
    /// <param name="program">The program.</param>
    /// <param name="configure">Gives it its arguments and files. What the container was given (arguments, environment, mounts) is not handed on.</param>
    /// <param name="create">Makes the resource, where it has to be more than a <see cref="ProcessResource"/>.</param>
    public static IResourceBuilder<T> RunAsProcess<T>(
        this IResourceBuilder<T> builder,
        ProgramOfMachine program,
        Action<IResourceBuilder<ProcessResource>> configure,
        Func<T, string, string, ProcessResource>? create = null)
        where T : ContainerResource =>
        builder.WithProcessAlternative(() =>
        {
            var app = builder.ApplicationBuilder;
            var container = builder.Resource;
            builder.TakeOffContainer();
            foreach (var endpoint in container.Annotations.OfType<EndpointAnnotation>())
            {
                endpoint.ListenItself(app);
            }

            app.Resources.Remove(container);
            var command = program.Find() ?? program.Names[0];
            var directory = app.DataDirectory("processes", container.Name);
            var process = app.AddResource(create?.Invoke(container, command, directory) ?? new ProcessResource(container, command, directory))
                .WithRequiredCommand(command, program.Instructions)
                .OnBeforeResourceStarted((_, starting, _) =>
                {
                    // Aspire's own check says that it is missing; which package brings it, only we know.
                    if (program.Find() is null)
                    {
                        starting.Services.GetLogger(container).LogError("{Instruction}", program.HowToInstall());
                    }

                    return Task.CompletedTask;
                })
                .WithRestart();
            configure(process);
        }, program);

    /// <summary>Says what is in the container's place where <see cref="BackendMode.Processes"/> is taken.</summary>
    /// <param name="builder">The container.</param>
    /// <param name="realize">Puts it there.</param>
    /// <param name="program">The program that it needs, if one of its own.</param>
    public static IResourceBuilder<T> WithProcessAlternative<T>(this IResourceBuilder<T> builder, Action realize, ProgramOfMachine? program = null)
        where T : ContainerResource =>
        builder.ApplicationBuilder.ExecutionContext.IsRunMode ? builder.WithAnnotation(new ProcessAlternativeAnnotation(realize, program)) : builder;

    /// <summary>Puts the alternatives in the containers' places.</summary>
    /// <param name="builder">The application.</param>
    /// <exception cref="DistributedApplicationException">A container has no alternative.</exception>
    public static void RealizeProcesses(this IDistributedApplicationBuilder builder)
    {
        foreach (var container in builder.Resources.Where(resource => resource.IsContainer()).ToList())
        {
            var alternative = container.Annotations.OfType<ProcessAlternativeAnnotation>().LastOrDefault()
                ?? throw new DistributedApplicationException($"{container.Name} is a container only; what it is as a process has to be said with RunAsProcess.");
            alternative.Realize();
        }
    }

    /// <summary>
    /// Lets a process take its port itself: it fails when the port is taken, where the orchestrator's proxy would say nothing and leave the callers
    /// with whoever has it; and when it is started again, no proxy can have lost it, which happens (callers then wait for ever). Where ports are
    /// random, or none is asked for, one that is free is taken.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="app">The application.</param>
    public static void ListenItself(this EndpointAnnotation endpoint, IDistributedApplicationBuilder app)
    {
        endpoint.Port = endpoint.TargetPort = endpoint.Port is { } asked && !app.RandomizesPorts() ? asked : FreePort.Any();
        endpoint.IsProxied = false;
    }

    /// <summary>Lets a project take the ports of its endpoints itself, while the AppHost runs.</summary>
    /// <param name="project">The project.</param>
    public static IResourceBuilder<ProjectResource> ListenItself(this IResourceBuilder<ProjectResource> project)
    {
        if (project.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            foreach (var endpoint in project.Resource.Annotations.OfType<EndpointAnnotation>())
            {
                endpoint.ListenItself(project.ApplicationBuilder);
            }
        }

        return project;
    }

    /// <summary>Whether ports are chosen at random: in tests, and with <c>aspire start --isolated</c>.</summary>
    /// <param name="app">The application.</param>
    public static bool RandomizesPorts(this IDistributedApplicationBuilder app) => app.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts");

    /// <summary>Takes off what makes a resource a container; its name, endpoints, icon, links and waits stay.</summary>
    /// <param name="builder">The container.</param>
    public static void TakeOffContainer<T>(this IResourceBuilder<T> builder)
        where T : ContainerResource
    {
        foreach (var annotation in builder.Resource.Annotations.Where(IsOfContainer).ToList())
        {
            builder.Resource.Annotations.Remove(annotation);
        }
    }

    private static bool IsOfContainer(IResourceAnnotation annotation) => annotation is
        ContainerImageAnnotation or ContainerMountAnnotation or ContainerLifetimeAnnotation
        or CommandLineArgsCallbackAnnotation or EnvironmentCallbackAnnotation;
}
