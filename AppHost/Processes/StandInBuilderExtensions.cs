namespace Tta.AppHost;

internal static class StandInBuilderExtensions
{
    /// <summary>
    /// Says that another resource does the container's work where <see cref="BackendMode.Processes"/> is taken: the container stays in the model and on
    /// the dashboard, below the one that stands in for it; its endpoints are that one's, and so is its state.
    /// </summary>
    /// <param name="builder">The container.</param>
    /// <param name="standIn">What does its work.</param>
    /// <param name="endpoints">For each endpoint of the container the one of the other that answers.</param>
    public static IResourceBuilder<T> RunInside<T>(
        this IResourceBuilder<T> builder, Func<IResourceBuilder<ProjectResource>> standIn, params (string Endpoint, string Answers)[] endpoints)
        where T : ContainerResource =>
        builder.WithProcessAlternative(() =>
        {
            var provider = standIn();
            builder.TakeOffContainer();
            builder.TakeHealthOf(provider.Resource);
            foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>())
            {
                // Nobody listens for this resource, neither it nor a proxy.
                endpoint.IsProxied = false;
                endpoint.Port = endpoint.TargetPort = null;
            }

            builder.WithParentRelationship(provider)
                .WithInitialState(new()
                {
                    ResourceType = builder.Resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal),
                    Properties = [new(CustomResourceKnownProperties.Source, $"stood in for by {provider.Resource.Name}")],
                })
                .OnInitializeResource((resource, started, cancellation) => MirrorAsync(resource, provider.Resource, started, cancellation));
            provider.OnResourceEndpointsAllocated((_, allocated, cancellation) =>
            {
                foreach (var (name, answers) in endpoints)
                {
                    var endpoint = builder.Resource.Annotations.OfType<EndpointAnnotation>().Single(one => one.Name == name);
                    var answering = provider.GetEndpoint(answers);
                    endpoint.AllocatedEndpoint = new(endpoint, answering.Host, answering.Port);
                }

                return builder.ApplicationBuilder.Eventing.PublishAsync(
                    new ResourceEndpointsAllocatedEvent(builder.Resource, allocated.Services), cancellation);
            });
        });

    private static void TakeHealthOf<T>(this IResourceBuilder<T> builder, ProjectResource provider)
        where T : ContainerResource
    {
        foreach (var check in builder.Resource.Annotations.OfType<HealthCheckAnnotation>().ToList())
        {
            builder.Resource.Annotations.Remove(check);
        }

        foreach (var check in provider.Annotations.OfType<HealthCheckAnnotation>())
        {
            builder.Resource.Annotations.Add(check);
        }
    }

    private static async Task MirrorAsync(IResource resource, ProjectResource provider, InitializeResourceEvent started, CancellationToken cancellation)
    {
        await foreach (var change in started.Notifications.WatchAsync(cancellation))
        {
            if (!ReferenceEquals(change.Resource, provider))
            {
                continue;
            }

            var shown = change.Snapshot;
            await started.Notifications.PublishUpdateAsync(resource, own => own with
            {
                State = shown.State,
                StartTimeStamp = shown.StartTimeStamp,
                StopTimeStamp = shown.StopTimeStamp,
                ExitCode = shown.ExitCode,
                Urls = [.. own.Urls.Select(url => url with { IsInactive = shown.State?.Text != KnownResourceStates.Running })],
            });
        }
    }
}
