namespace Tta.AppHost;

internal static class TakenPortsBuilderExtensions
{
    /// <summary>
    /// Gives every endpoint whose port somebody else listens on a free one. The orchestrator would say nothing of it: its proxy binds beside the
    /// other one, the resource is called healthy, and somebody else answers.
    /// </summary>
    /// <param name="builder">The application, complete.</param>
    /// <returns>What was moved, in sentences: which port, who has it, which one instead.</returns>
    public static IEnumerable<string> MoveFromTakenPorts(this IDistributedApplicationBuilder builder)
    {
        if (builder.RandomizesPorts())
        {
            yield break;
        }

        foreach (var resource in builder.Resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                if (endpoint.Port is not { } port || FreePort.Is(port))
                {
                    continue;
                }

                var free = FreePort.Any();
                endpoint.TargetPort = endpoint.IsProxied ? endpoint.TargetPort : free;
                endpoint.Port = free;
                yield return $"{resource.Name} ({endpoint.Name}) is at port {free}: {port} is taken by {PortHolder.Describe(PortHolder.Find(port))}.";
            }
        }
    }
}
