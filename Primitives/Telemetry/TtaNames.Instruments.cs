namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <summary>
    /// Instrument names. Prometheus shows them with dots as underscores, the unit appended (<c>s</c> → <c>_seconds</c>, <c>By</c> →
    /// <c>_bytes</c>) and counters ending in <c>_total</c>.
    /// </summary>
    public static class Instruments
    {
        /// <summary>Workflows.</summary>
        public static class Workflow
        {
            /// <summary>Counter of finished workflows.</summary>
            public const string Executions = "tta.workflow.executions";

            /// <summary>Histogram, seconds.</summary>
            public const string Duration = "tta.workflow.duration";

            /// <summary>Up-down counter of running workflows.</summary>
            public const string Active = "agent.workflows.active";
        }

        /// <summary>Primitives.</summary>
        public static class Primitive
        {
            /// <summary>Counter of executions.</summary>
            public const string Executions = "tta.primitive.executions";

            /// <summary>Histogram, seconds.</summary>
            public const string Duration = "tta.execution.duration";

            /// <summary>Counter of executions an exception left.</summary>
            public const string Errors = "tta.primitive.errors";

            /// <summary>Counter of calls from one primitive to another.</summary>
            public const string Connections = "tta.primitive.connections";
        }

        /// <summary>Model calls.</summary>
        public static class Llm
        {
            /// <summary>Counter of tokens.</summary>
            public const string Tokens = "tta.llm.tokens";

            /// <summary>Counter of US dollars.</summary>
            public const string Cost = "tta.llm.cost.dollars";

            /// <summary>Histogram, seconds.</summary>
            public const string Latency = "tta.llm.latency";

            /// <summary>Gauge: 1 when the last call succeeded, 0 when it failed.</summary>
            public const string Health = "tta.llm.health.up";
        }

        /// <summary>Caches.</summary>
        public static class Cache
        {
            /// <summary>Counter of hits, misses, evictions and errors.</summary>
            public const string Operations = "tta.cache.operations";

            /// <summary>Counter of US dollars not spent.</summary>
            public const string Savings = "tta.cache.savings.dollars";

            /// <summary>Gauge, bytes; only for values whose size is known.</summary>
            public const string Size = "tta.cache.size";

            /// <summary>Gauge of entries held.</summary>
            public const string Entries = "tta.cache.entries";
        }

        /// <summary>Routers.</summary>
        public static class Router
        {
            /// <summary>Counter of decisions.</summary>
            public const string Decisions = "tta.router.decisions";
        }

        /// <summary>Retries.</summary>
        public static class Retry
        {
            /// <summary>Counter of retries: attempts after the first.</summary>
            public const string Attempts = "tta.retry.attempts";
        }

        /// <summary>Fallbacks.</summary>
        public static class Fallback
        {
            /// <summary>Counter of fallbacks tried.</summary>
            public const string Activations = "tta.fallback.activations";
        }

        /// <summary>Timeouts.</summary>
        public static class Timeout
        {
            /// <summary>Counter of executions cut off.</summary>
            public const string Timeouts = "tta.timeouts";
        }

        /// <summary>Circuit breakers.</summary>
        public static class CircuitBreaker
        {
            /// <summary>Gauge: 0 closed, 1 half-open, 2 open.</summary>
            public const string State = "tta.circuit_breaker.state";
        }

        /// <summary>Adaptive primitives.</summary>
        public static class Adaptive
        {
            /// <summary>Counter of strategies learned.</summary>
            public const string StrategiesCreated = "adaptive.strategies.created";

            /// <summary>Gauge, 0 to 1.</summary>
            public const string StrategySuccessRate = "adaptive.strategy.success_rate";

            /// <summary>Counter of returns to the baseline because too much failed.</summary>
            public const string CircuitBreakerActivations = "adaptive.circuit_breaker.activations";

            /// <summary>Gauge: success rate with what was learned minus the baseline's, −1 to 1.</summary>
            public const string LearningEffectiveness = "adaptive.learning.effectiveness";
        }

        /// <summary>The OpenTelemetry generative-AI conventions' client metrics.</summary>
        public static class GenAi
        {
            /// <summary>Histogram of tokens per call.</summary>
            public const string TokenUsage = "gen_ai.client.token.usage";

            /// <summary>Histogram, seconds.</summary>
            public const string OperationDuration = "gen_ai.client.operation.duration";
        }
    }
}
