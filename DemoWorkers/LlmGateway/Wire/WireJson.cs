using System.Text.Json.Serialization;

namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <summary>Serializers of the wire format, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatCompletionChunk))]
[JsonSerializable(typeof(ApiErrorBody))]
[JsonSerializable(typeof(ModelList))]
internal sealed partial class WireJson : JsonSerializerContext;
