namespace Tta.Primitives;

/// <summary>The <see cref="WorkflowPrimitive.Type"/> of each primitive of the library.</summary>
internal static class PrimitiveTypes
{
    public const string Sequential = "sequential";
    public const string Parallel = "parallel";
    public const string ForEach = "for_each";
    public const string Race = "race";
    public const string Loop = "loop";
    public const string Conditional = "conditional";
    public const string Switch = "switch";
    public const string Router = "router";
    public const string Cache = "cache";
    public const string Retry = "retry";
    public const string Fallback = "fallback";
    public const string Timeout = "timeout";
    public const string CircuitBreaker = "circuit_breaker";
    public const string Saga = "saga";
    public const string Budget = "budget";
    public const string Validation = "validation";
    public const string Lambda = "lambda";
    public const string Llm = "llm";
    public const string Memory = "memory";
    public const string Adaptive = "adaptive";
    public const string Mock = "mock";
}
