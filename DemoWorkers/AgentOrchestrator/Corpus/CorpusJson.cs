using System.Text.Json.Serialization;

namespace Tta.DemoWorkers.AgentOrchestrator.Corpus;

/// <summary>Serializer of corpus lines, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CorpusEntry))]
internal sealed partial class CorpusJson : JsonSerializerContext;
