namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <summary>
    /// Instrument names; the nesting mirrors the name, less its <c>tta.</c>. Prometheus shows them with dots as underscores, the unit
    /// appended (<c>s</c> → <c>_seconds</c>, <c>By</c> → <c>_bytes</c>) and counters ending in <c>_total</c>.
    /// </summary>
    public static class Instruments
    {
        /// <summary>Counter of executions that passed their time limit: cut off, late, or not started.</summary>
        public const string Timeouts = "tta.timeouts";

        /// <summary><c>tta.workflow.*</c></summary>
        public static class Workflow
        {
            /// <summary>Counter of finished workflows.</summary>
            public const string Executions = "tta.workflow.executions";

            /// <summary>Histogram, seconds.</summary>
            public const string Duration = "tta.workflow.duration";

            /// <summary>Counter of failed workflows: each once, by the step and the cause that ended it.</summary>
            public const string Failures = "tta.workflow.failures";

            /// <summary><c>tta.workflow.cost.*</c></summary>
            public static class Cost
            {
                /// <summary>Counter of US dollars that workflows have spent on priced models.</summary>
                public const string Dollars = "tta.workflow.cost.dollars";
            }
        }

        /// <summary><c>agent.*</c></summary>
        public static class Agent
        {
            /// <summary><c>agent.workflows.*</c></summary>
            public static class Workflows
            {
                /// <summary>Up-down counter of running workflows.</summary>
                public const string Active = "agent.workflows.active";
            }
        }

        /// <summary><c>tta.primitive.*</c></summary>
        public static class Primitive
        {
            /// <summary>Counter of executions.</summary>
            public const string Executions = "tta.primitive.executions";

            /// <summary>Counter of executions an exception left.</summary>
            public const string Errors = "tta.primitive.errors";

            /// <summary>Counter of calls from one primitive to another.</summary>
            public const string Connections = "tta.primitive.connections";
        }

        /// <summary><c>tta.execution.*</c></summary>
        public static class Execution
        {
            /// <summary>Histogram of primitives' executions, seconds.</summary>
            public const string Duration = "tta.execution.duration";

            /// <summary>Histogram of primitives' own time, without what they contain, seconds.</summary>
            public const string Own = "tta.execution.own";
        }

        /// <summary><c>tta.llm.*</c></summary>
        public static class Llm
        {
            /// <summary>Counter of tokens.</summary>
            public const string Tokens = "tta.llm.tokens";

            /// <summary><c>tta.llm.cost.*</c></summary>
            public static class Cost
            {
                /// <summary>Counter of US dollars.</summary>
                public const string Dollars = "tta.llm.cost.dollars";
            }

            /// <summary><c>tta.llm.unpriced.*</c></summary>
            public static class Unpriced
            {
                /// <summary>Counter of calls whose cost is unknown.</summary>
                public const string Calls = "tta.llm.unpriced.calls";

                /// <summary>Counter of the tokens of calls whose cost is unknown.</summary>
                public const string Tokens = "tta.llm.unpriced.tokens";
            }

            /// <summary><c>tta.llm.calls.*</c></summary>
            public static class Calls
            {
                /// <summary>Up-down counter of model calls under way.</summary>
                public const string Active = "tta.llm.calls.active";
            }

            /// <summary><c>tta.llm.bad.*</c></summary>
            public static class Bad
            {
                /// <summary>Counter of answers that do not have the shape that was asked for.</summary>
                public const string Answers = "tta.llm.bad.answers";
            }

            /// <summary>Histogram, seconds.</summary>
            public const string Latency = "tta.llm.latency";

            /// <summary><c>tta.llm.health.*</c></summary>
            public static class Health
            {
                /// <summary>Gauge: 1 when the last call succeeded, 0 when it failed.</summary>
                public const string Up = "tta.llm.health.up";
            }
        }

        /// <summary><c>tta.budget.*</c></summary>
        public static class Budget
        {
            /// <summary>Counter of executions that budgets refused or degraded, and of budgets that they forgot.</summary>
            public const string Decisions = "tta.budget.decisions";
        }

        /// <summary><c>tta.tool.*</c></summary>
        public static class Tool
        {
            /// <summary>Histogram of calls of tools that models asked for, seconds.</summary>
            public const string Duration = "tta.tool.duration";
        }

        /// <summary><c>tta.cache.*</c></summary>
        public static class Cache
        {
            /// <summary>Counter of hits, misses, shared executions, evictions and errors.</summary>
            public const string Operations = "tta.cache.operations";

            /// <summary><c>tta.cache.savings.*</c></summary>
            public static class Savings
            {
                /// <summary>Counter of US dollars not spent.</summary>
                public const string Dollars = "tta.cache.savings.dollars";
            }

            /// <summary><c>tta.cache.unpriced.*</c></summary>
            public static class Unpriced
            {
                /// <summary>Counter of hits whose savings are not known, or only in part.</summary>
                public const string Hits = "tta.cache.unpriced.hits";
            }

            /// <summary>Gauge, bytes; only for values whose size is known.</summary>
            public const string Size = "tta.cache.size";

            /// <summary>Gauge of entries held.</summary>
            public const string Entries = "tta.cache.entries";
        }

        /// <summary><c>tta.router.*</c></summary>
        public static class Router
        {
            /// <summary>Counter of decisions.</summary>
            public const string Decisions = "tta.router.decisions";
        }

        /// <summary><c>tta.race.*</c></summary>
        public static class Race
        {
            /// <summary>Counter of races that had a winner.</summary>
            public const string Wins = "tta.race.wins";

            /// <summary><c>tta.race.lost.*</c></summary>
            public static class Lost
            {
                /// <summary>Counter of US dollars that runners had spent whose answers were not taken; part of what models cost.</summary>
                public const string Dollars = "tta.race.lost.dollars";
            }
        }

        /// <summary><c>tta.retry.*</c></summary>
        public static class Retry
        {
            /// <summary>Counter of retries: attempts after the first.</summary>
            public const string Attempts = "tta.retry.attempts";
        }

        /// <summary><c>tta.fallback.*</c></summary>
        public static class Fallback
        {
            /// <summary>Counter of fallbacks tried.</summary>
            public const string Activations = "tta.fallback.activations";
        }

        /// <summary><c>tta.circuit_breaker.*</c></summary>
        public static class CircuitBreaker
        {
            /// <summary>Gauge: 0 closed, 1 half-open, 2 open.</summary>
            public const string State = "tta.circuit_breaker.state";
        }

        /// <summary><c>adaptive.*</c></summary>
        public static class Adaptive
        {
            /// <summary><c>adaptive.strategies.*</c></summary>
            public static class Strategies
            {
                /// <summary>Counter of strategies learned.</summary>
                public const string Created = "adaptive.strategies.created";
            }

            /// <summary><c>adaptive.strategy.*</c></summary>
            public static class Strategy
            {
                /// <summary>Gauge, 0 to 1.</summary>
                public const string SuccessRate = "adaptive.strategy.success_rate";
            }

            /// <summary><c>adaptive.circuit_breaker.*</c></summary>
            public static class CircuitBreaker
            {
                /// <summary>Counter of returns to the baseline because too much failed.</summary>
                public const string Activations = "adaptive.circuit_breaker.activations";
            }

            /// <summary><c>adaptive.learning.*</c></summary>
            public static class Learning
            {
                /// <summary>Gauge: success rate with what was learned minus the baseline's, −1 to 1.</summary>
                public const string Effectiveness = "adaptive.learning.effectiveness";
            }
        }

        /// <summary><c>gen_ai.*</c></summary>
        public static class GenAi
        {
            /// <summary><c>gen_ai.client.*</c></summary>
            public static class Client
            {
                /// <summary><c>gen_ai.client.token.*</c></summary>
                public static class Token
                {
                    /// <summary>Histogram of tokens per call.</summary>
                    public const string Usage = "gen_ai.client.token.usage";
                }

                /// <summary><c>gen_ai.client.operation.*</c></summary>
                public static class Operation
                {
                    /// <summary>Histogram, seconds.</summary>
                    public const string Duration = "gen_ai.client.operation.duration";

                    /// <summary>Histogram of streamed calls' time to their first chunk, seconds.</summary>
                    public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";

                    /// <summary>Histogram of the time from one chunk to the next, with what its reader did meanwhile, seconds.</summary>
                    public const string TimePerOutputChunk = "gen_ai.client.operation.time_per_output_chunk";
                }
            }
        }
    }
}
