namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>The engine could not be asked, or did not answer in time.</summary>
internal sealed class EngineUnavailableException(string kind, Exception cause)
    : Exception($"{kind} failed: no answer from the engine ({cause.GetType().Name}).", cause);
