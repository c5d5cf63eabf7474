using System.Text.Json;

namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <summary>A function that the model may ask for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, as the caller says.</param>
/// <param name="Parameters">The JSON schema of its arguments; undefined when it takes none.</param>
/// <param name="Text">The offer as it was sent: what the model reads.</param>
internal sealed record ToolOffer(string Name, string Description, JsonElement Parameters, string Text);
