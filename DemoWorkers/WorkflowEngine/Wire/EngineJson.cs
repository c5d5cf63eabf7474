using System.Text.Json.Serialization;
using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Wire;

/// <summary>Serializers of the engine's answers and cached results, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkflowRequest))]
[JsonSerializable(typeof(WorkflowAnswer))]
[JsonSerializable(typeof(WorkflowProblem))]
[JsonSerializable(typeof(LlmResponse))]
internal sealed partial class EngineJson : JsonSerializerContext;
