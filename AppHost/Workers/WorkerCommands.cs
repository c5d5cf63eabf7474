using System.Net.Http.Json;

namespace Tta.AppHost;

/// <summary>What a person can do to the running demo from the dashboard.</summary>
internal static class WorkerCommands
{
    private const string HttpEndpointName = "http";
    private const double RaisedErrorRate = 0.3;

    /// <summary>Lets the dashboard stop and restart the stream of workflows.</summary>
    /// <param name="orchestrator">The orchestrator.</param>
    public static IResourceBuilder<ProjectResource> WithTrafficCommands(this IResourceBuilder<ProjectResource> orchestrator) =>
        orchestrator
            .WithHttpCommand("/traffic/pause", "Pause traffic", endpointName: HttpEndpointName, commandName: "pause-traffic", commandOptions: new()
            {
                Description = "Starts no new workflow until traffic is resumed. Running workflows finish.",
                IconName = "Pause",
                IsHighlighted = true,
            })
            .WithHttpCommand("/traffic/resume", "Resume traffic", endpointName: HttpEndpointName, commandName: "resume-traffic", commandOptions: new()
            {
                Description = "Starts new workflows again, at the configured rate.",
                IconName = "Play",
                IsHighlighted = true,
            });

    /// <summary>Lets the dashboard make the simulated models fail, to see errors, retries, fallbacks and alerts.</summary>
    /// <param name="gateway">The LLM gateway.</param>
    public static IResourceBuilder<ProjectResource> WithFaultCommands(this IResourceBuilder<ProjectResource> gateway) =>
        gateway
            .WithHttpCommand("/faults", "Raise error rate", endpointName: HttpEndpointName, commandName: "raise-error-rate", commandOptions: new()
            {
                Description = "Lets three of ten simulated model calls fail: watch retries, fallbacks and, if it lasts, the alerts.",
                IconName = "ErrorCircle",
                IsHighlighted = true,
                ConfirmationMessage = "Let 30 % of the simulated model calls fail?",
                Method = HttpMethod.Put,
                PrepareRequest = context => SetErrorRate(context, RaisedErrorRate),
            })
            .WithHttpCommand("/faults", "Clear faults", endpointName: HttpEndpointName, commandName: "clear-faults", commandOptions: new()
            {
                Description = "Lets no simulated model call fail on purpose any more. Rate limits stay as they are configured.",
                IconName = "CheckmarkCircle",
                Method = HttpMethod.Put,
                PrepareRequest = context => SetErrorRate(context, 0),
            });

    private static Task SetErrorRate(HttpCommandRequestContext context, double errorRate)
    {
        context.Request.Content = JsonContent.Create(new { errorRate });
        return Task.CompletedTask;
    }
}
