namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <summary>The answer of <c>GET /v1/models</c>.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelEntry> Data);

/// <summary>A model that the gateway serves.</summary>
internal sealed record ModelEntry(string Id, string Object, long Created, string OwnedBy);
