using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GameDays;

/// <summary>What is let go wrong, one after the other: each day's fault is to spoil none of the figures that a later day is compared with.</summary>
internal static class Days
{
    private const double ManyWorkflowsPerSecond = 80;
    private const string PriceyModel = "claude-opus-5-5";
    private const string UnpricedModel = "gemini-3.5-flash-lite";

    public static IReadOnlyList<GameDay> All { get; } =
    [
        new("provider-errors", "60 % of openai's calls fail", "ProviderErrors", "provider=openai", Is("openai fails"), Is("openai"),
            system => system.FaultAsync("openai", new { errorRate = 0.6 }), system => system.ClearFaultsAsync()),
        new("slow-model", "claude-sonnet-5-5 takes eight times as long", "SlowModel", "model=claude-sonnet-5-5",
            Is("claude-sonnet-5-5 is slow"), Is("claude-sonnet-5-5"),
            system => system.FaultAsync("claude-sonnet-5-5", new { latencyScale = 8 }), system => system.ClearFaultsAsync()),
        new("cache-misses", "the cache extraction_cache hits nothing any more", "CacheStoppedHitting", "cache_name=extraction_cache",
            Is("cache extraction_cache hits only"), Is("extraction_cache|miss"),
            system => system.StepFaultAsync("extraction_cache", new { missRate = 1 }), system => system.ClearStepFaultsAsync()),

        // As fast as before, for its length: what is slow is another day's.
        new("cost-spike", $"{PriceyModel} answers forty times as long", "CostSpike", $"model={PriceyModel}",
            Is($"tripled, most of it on anthropic {PriceyModel}"), Is(PriceyModel),
            system => system.FaultAsync(PriceyModel, new { answerScale = 40, latencyScale = 0.05 }), system => system.ClearFaultsAsync()),
        new("invalid-workflow", "every request for a translation is invalid", "WorkflowFailing", "workflow_name=translation",
            Is("translation fails at check_request: its input breaks a rule"), Is("translation"),
            system => system.StepFaultAsync("check_request", new { errorRate = 1 }), system => system.ClearStepFaultsAsync()),
        new("slow-step", "the step format_article takes 0.8 s longer", "HighPrimitiveLatency", "primitive_name=format_article",
            Is("format_article takes"), Is("format_article"),
            system => system.StepFaultAsync("format_article", new { delaySeconds = 0.8 }), system => system.ClearStepFaultsAsync())
        {
            FiresWithin = TimeSpan.FromMinutes(5),
        },
        new("unpriced-model", $"{UnpricedModel} loses its price", "UnpricedModel", $"model={UnpricedModel}",
            Is($"{UnpricedModel} has no price"), Is(UnpricedModel),
            system => PriceAsync(system, without: UnpricedModel), system => PriceAsync(system, without: null)),
        new("no-traffic", "nobody asks for a workflow any more", "TrafficStopped", null, Is("No workflow ends any more"), Is("under way"),
            system => system.PauseAsync(true), system => system.PauseAsync(false)),
        new("redis-hung", "Redis hangs", "BackendDown", "backend=redis", Is("Cache redis is down"), Is("redis"),
            system => Hang(system, "cache", true), system => Hang(system, "cache", false)),
        new("gateway-hung", "the gateway hangs", "ModelCallsStuck", null, Is("the gateway hangs"), Is("openai"),
            system => Hang(system, "tta-llm-gateway", true), system => Hang(system, "tta-llm-gateway", false)),
        new("much-traffic", "20 times the traffic", "TrafficSpike", null, Is("times as many workflows|arriving workflows find no free place"), Is("turned away"),
            system => system.TrafficAsync(ManyWorkflowsPerSecond), system => system.TrafficAsync(null)),

        // The home page is of the process that hangs: what it shows is that it does not answer, and the alert says so elsewhere.
        new("telemetry-away", "Observatory hangs for two minutes", "TelemetryLost", "signal=all", Is("lost at observatory"), Is(""),
            system => Hang(system, "observatory", true), system => Hang(system, "observatory", false)) { Lasts = TimeSpan.FromMinutes(2) },
        new("disk-full", "the store's disk is full", "TelemetryLost", "signal=traces", Is("lost at observatory"), Is("refused"),
            system => FillAsync(system, true), system => FillAsync(system, false)),
        new("engine-hung", "the workflow engine hangs", "WorkflowsDown", null, Is("workflow_engine|of workflows fail"), Is("workflow_engine|unreachable|time_limit"),
            system => Hang(system, "tta-workflow-engine", true), system => Hang(system, "tta-workflow-engine", false)),
    ];

    private static Regex Is(string text) => new(text, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static Task Hang(SystemUnderTest system, string resource, bool hangs)
    {
        system.Hang(resource, hangs);
        return Task.CompletedTask;
    }

    /// <summary>Takes a model out of the engine's price file, or puts all of them back.</summary>
    private static async Task PriceAsync(SystemUnderTest system, string? without)
    {
        var file = system.PriceFile ?? throw new NotSupportedException("The price file is known only of a system that this program has started.");
        var prices = JsonNode.Parse(await File.ReadAllTextAsync(StartedSystem.CommittedPrices))!;
        var models = prices["prices"]!.AsArray();
        if (models.FirstOrDefault(model => model!["model"]!.GetValue<string>() == without) is { } found)
        {
            models.Remove(found);
        }

        await File.WriteAllTextAsync(file, prices.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private static Task FillAsync(SystemUnderTest system, bool full)
    {
        system.FillDisk(full);
        return Task.CompletedTask;
    }
}
