using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tta.AppHost;

internal static class BackendsBuilderExtensions
{
    private const string Name = "backends";

    /// <summary>
    /// Decides how the backends run, realises them so, and says it in the console and on the dashboard. To be called when the model is
    /// complete. Does nothing when the model is published.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <exception cref="DistributedApplicationException">They cannot be run as asked.</exception>
    public static void RunBackends(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode)
        {
            return;
        }

        var images = builder.Resources.SelectMany(Images).Distinct().ToList();
        var choice = BackendChoice.Make(builder.Configuration[BackendChoice.Setting], () => ContainerEngine.WhyNot(builder.Configuration, images));
        builder.TellMissingPrograms(choice.Mode);
        var notes = new List<string> { $"The backends run as {choice.Mode.ToString().ToLowerInvariant()}, because {choice.Reason}." };
        if (choice.Mode == BackendMode.Processes)
        {
            builder.UseDataDirectory();
            builder.RealizeProcesses();
            notes.Add($"Their data is in {builder.DataPath()}.");
        }
        else
        {
            builder.RequireContainers(images);
            foreach (var companion in builder.Resources.SelectMany(resource => resource.Annotations.OfType<CompanionAnnotation>()).ToList())
            {
                companion.Realize();
            }
        }

        notes.AddRange(builder.MoveFromTakenPorts());
        builder.Show(choice, notes);
    }

    /// <summary>Says what runs beside the container where <see cref="BackendMode.Containers"/> is taken.</summary>
    /// <param name="builder">The container.</param>
    /// <param name="realize">Adds it to the model.</param>
    public static IResourceBuilder<T> WithCompanion<T>(this IResourceBuilder<T> builder, Action realize)
        where T : ContainerResource =>
        builder.ApplicationBuilder.ExecutionContext.IsRunMode ? builder.WithAnnotation(new CompanionAnnotation(realize)) : builder;

    /// <summary>Fails at the start, and names the image, where a container could never start: what waits for it would wait for ever.</summary>
    private static void RequireContainers(this IDistributedApplicationBuilder builder, IReadOnlyCollection<string> images)
    {
        builder.Services.Configure<ResourceNotificationServiceOptions>(options => options.DefaultWaitBehavior = WaitBehavior.StopOnResourceUnavailable);
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) => ContainerEngine.WhyNot(builder.Configuration, images) is { } obstacle
            ? throw new DistributedApplicationException($"The backends cannot run as containers: {obstacle}. Mend that, or run with {BackendChoice.Setting}=processes.")
            : Task.CompletedTask);
    }

    /// <summary>
    /// With <c>Backends:Missing=debian</c> or <c>homebrew</c>: prints the packages of the programs that this machine lacks for the way that it
    /// would take, one in a line, and ends. <c>./up</c> asks for it.
    /// </summary>
    private static void TellMissingPrograms(this IDistributedApplicationBuilder builder, BackendMode mode)
    {
        if (builder.Configuration["Backends:Missing"] is not { Length: > 0 } manager)
        {
            return;
        }

        if (mode == BackendMode.Processes)
        {
            foreach (var program in builder.Resources.SelectMany(resource => resource.Annotations.OfType<ProcessAlternativeAnnotation>())
                .Select(alternative => alternative.Program).OfType<ProgramOfMachine>().Where(program => program.Find() is null))
            {
                Console.WriteLine(manager == "homebrew" ? program.Homebrew : program.Debian);
            }
        }

        Environment.Exit(0);
    }

    private static void Show(this IDistributedApplicationBuilder builder, BackendChoice choice, IReadOnlyList<string> notes) =>
        builder.AddResource(new BackendsResource(Name))
            .WithIconName("Server")
            .ExcludeFromManifest()
            .WithInitialState(new CustomResourceSnapshot
            {
                ResourceType = "Backends",
                State = KnownResourceStates.Running,
                StartTimeStamp = DateTime.UtcNow,
                Properties = [new(CustomResourceKnownProperties.Source, $"{choice.Mode}: {choice.Reason}")],
            })
            .OnInitializeResource((resource, started, _) =>
            {
                var console = started.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(BackendsBuilderExtensions).Namespace!);
                foreach (var note in notes)
                {
                    started.Logger.LogInformation("{Note}", note);
                    console.LogInformation("{Note}", note);
                }

                return Task.CompletedTask;
            });

    private static IEnumerable<string> Images(IResource resource) => resource.TryGetContainerImageName(out var image) ? [image] : [];
}
