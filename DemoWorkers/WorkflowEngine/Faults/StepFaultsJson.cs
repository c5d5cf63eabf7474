using System.Text.Json.Serialization;

namespace Tta.DemoWorkers.WorkflowEngine.Faults;

/// <summary>Serializers of what <c>/faults</c> takes and says, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StepFault))]
[JsonSerializable(typeof(StepFaultChange))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, StepFault>))]
internal sealed partial class StepFaultsJson : JsonSerializerContext;
