namespace Tta.AppHost;

/// <summary>What a person can do to the running demo from the dashboard.</summary>
internal static class WorkerCommands
{
    private const string HttpEndpointName = "http";
    private const double RaisedErrorRate = 0.3;

    /// <summary>Lets the dashboard stop and restart the stream of workflows, and say how many start each second.</summary>
    /// <param name="orchestrator">The orchestrator.</param>
    public static IResourceBuilder<ProjectResource> WithTrafficCommands(this IResourceBuilder<ProjectResource> orchestrator) =>
        orchestrator
            .WithHttpCommand("/traffic/pause", "Pause traffic", endpointName: HttpEndpointName, commandName: "pause-traffic", commandOptions: new()
            {
                HttpClientName = WorkerBuilderExtensions.CommandClient,
                Description = "Starts no new workflow until traffic is resumed. Running workflows finish.",
                IconName = "Pause",
                IsHighlighted = true,
            })
            .WithHttpCommand("/traffic/resume", "Resume traffic", endpointName: HttpEndpointName, commandName: "resume-traffic", commandOptions: new()
            {
                HttpClientName = WorkerBuilderExtensions.CommandClient,
                Description = "Starts new workflows again.",
                IconName = "Play",
                IsHighlighted = true,
            })
            .WithHttpCommand("/traffic", "Change traffic …", endpointName: HttpEndpointName, commandName: "change-traffic", commandOptions: new()
            {
                HttpClientName = WorkerBuilderExtensions.CommandClient,
                Description = "Starts another number of workflows each second, on average.",
                IconName = "Gauge",
                Method = HttpMethod.Put,
                Arguments = [CommandInputs.Number("workflowsPerSecond", "Workflows per second", "0.001 to 1000; 4 unless configured otherwise.", "40")],
                PrepareRequest = CommandInputs.Send,
                GetCommandResult = CommandInputs.Result,
            })
            .WithHttpCommand("/traffic", "Reset traffic", endpointName: HttpEndpointName, commandName: "reset-traffic", commandOptions: new()
            {
                HttpClientName = WorkerBuilderExtensions.CommandClient,
                Description = "Starts as many workflows each second as is configured.",
                IconName = "ArrowReset",
                Method = HttpMethod.Delete,
            });

    /// <summary>Lets the dashboard make the simulated models fail, to see errors, retries, fallbacks and alerts.</summary>
    /// <param name="gateway">The LLM gateway.</param>
    public static IResourceBuilder<ProjectResource> WithFaultCommands(this IResourceBuilder<ProjectResource> gateway) =>
        gateway
            .WithHttpCommand("/faults", "Raise error rate", endpointName: HttpEndpointName, commandName: "raise-error-rate", commandOptions: new()
            {
                HttpClientName = WorkerBuilderExtensions.CommandClient,
                Description = "Lets three of ten simulated model calls fail: watch retries, fallbacks and, if it lasts, the alerts.",
                IconName = "ErrorCircle",
                IsHighlighted = true,
                ConfirmationMessage = "Let 30 % of the simulated model calls fail?",
                Method = HttpMethod.Put,
                PrepareRequest = context => CommandInputs.Send(context, ("errorRate", RaisedErrorRate)),
            })
            .WithHttpCommand("/faults", "Set faults of …", endpointName: HttpEndpointName, commandName: "set-faults", commandOptions: new()
            {
                HttpClientName = WorkerBuilderExtensions.CommandClient,
                Description = "Lets calls to one provider or one model fail, wait, hang or answer at length. What is left empty stays as it is.",
                IconName = "BugArrowCounterclockwise",
                Method = HttpMethod.Put,
                Arguments =
                [
                    CommandInputs.Name("of", "Provider or model", "Such as openai or gpt-6-sol. Empty: all of them.", isRequired: false),
                    CommandInputs.Number("errorRate", "Error rate", "Share of the calls that end with 500 or 503, 0 to 1."),
                    CommandInputs.Number("rateLimitRate", "Rate-limit rate", "Share of the calls that are answered with 429, 0 to 1."),
                    CommandInputs.Number("latencyScale", "Latency scale", "Multiplies every latency, 0 to 1000."),
                    CommandInputs.Number("answerScale", "Answer scale", "Multiplies the length of every answer and so what it costs, 0 to 100."),
                    CommandInputs.Number("hangRate", "Hang rate", "Share of the calls that are never answered, 0 to 1."),
                ],
                PrepareRequest = CommandInputs.Send,
                GetCommandResult = CommandInputs.Result,
            })
            .WithClearCommand("Lets simulated models behave as configured: no fault of any provider or model stays.");

    /// <summary>Lets the dashboard make single steps of workflows fail or wait.</summary>
    /// <param name="engine">The workflow engine.</param>
    public static IResourceBuilder<ProjectResource> WithStepFaultCommands(this IResourceBuilder<ProjectResource> engine) =>
        engine
            .WithHttpCommand("/faults", "Set fault of step …", endpointName: HttpEndpointName, commandName: "set-step-fault", commandOptions: new()
            {
                HttpClientName = WorkerBuilderExtensions.CommandClient,
                Description = "Lets a step of a workflow fail or wait, a check find everything invalid, or a cache miss. What is left empty stays as it is.",
                IconName = "BugArrowCounterclockwise",
                Method = HttpMethod.Put,
                Arguments =
                [
                    CommandInputs.Name("of", "Step", "Its primitive_name in the metrics, such as format_article, check_request or research_cache.", isRequired: true),
                    CommandInputs.Number("errorRate", "Error rate", "Share of its executions that fail, 0 to 1. Of a check: that find the input invalid."),
                    CommandInputs.Number("delaySeconds", "Delay", "How many seconds longer each execution takes, 0 to 60."),
                    CommandInputs.Number("missRate", "Miss rate", "Share of a cache's look-ups that find nothing, 0 to 1."),
                ],
                PrepareRequest = CommandInputs.Send,
                GetCommandResult = CommandInputs.Result,
            })
            .WithClearCommand("No fault of any step stays.");

    private static IResourceBuilder<ProjectResource> WithClearCommand(this IResourceBuilder<ProjectResource> worker, string description) =>
        worker.WithHttpCommand("/faults", "Clear faults", endpointName: HttpEndpointName, commandName: "clear-faults", commandOptions: new()
        {
            HttpClientName = WorkerBuilderExtensions.CommandClient,
            Description = description,
            IconName = "CheckmarkCircle",
            Method = HttpMethod.Delete,
        });
}
