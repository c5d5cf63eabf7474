using System.Text.Json.Serialization;

namespace Tta.DemoWorkers.AgentOrchestrator.Traffic;

/// <summary>The body of <c>PUT /traffic</c>, and what <c>/traffic</c> answers.</summary>
/// <param name="WorkflowsPerSecond">How many workflows are started each second, on average.</param>
internal sealed record TrafficChange(double? WorkflowsPerSecond);

/// <summary>Its serializers, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TrafficChange))]
internal sealed partial class TrafficJson : JsonSerializerContext;
