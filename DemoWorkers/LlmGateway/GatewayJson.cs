using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Tta.DemoWorkers.LlmGateway.Simulation;

namespace Tta.DemoWorkers.LlmGateway;

/// <summary>Serializers of what the gateway says beside the OpenAI wire format.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(FaultSettings))]
[JsonSerializable(typeof(FaultChange))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class GatewayJson : JsonSerializerContext;
