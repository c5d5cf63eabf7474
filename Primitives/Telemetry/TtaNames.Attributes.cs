#pragma warning disable CA1716 // The nesting mirrors the keys, whatever other languages reserve.
namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <summary>Span attribute keys; the nesting mirrors the key.</summary>
    public static class Attributes
    {
        /// <summary><c>agent.*</c></summary>
        public static class Agent
        {
            /// <summary>Who acts.</summary>
            public const string Id = "agent.id";

            /// <summary>What kind of agent acts.</summary>
            public const string Type = "agent.type";
        }

        /// <summary><c>workflow.*</c></summary>
        public static class Workflow
        {
            /// <summary>One execution.</summary>
            public const string Id = "workflow.id";

            /// <summary>What is executed.</summary>
            public const string Name = "workflow.name";

            /// <summary>When it must be done, Unix milliseconds; travels as baggage.</summary>
            public const string Deadline = "workflow.deadline";
        }

        /// <summary><c>correlation.*</c></summary>
        public static class Correlation
        {
            /// <summary>Shared by a workflow and everything it caused.</summary>
            public const string Id = "correlation.id";
        }

        /// <summary><c>causation.*</c></summary>
        public static class Causation
        {
            /// <summary>The workflow that caused this one; travels as baggage.</summary>
            public const string Id = "causation.id";
        }

        /// <summary><c>session.*</c></summary>
        public static class Session
        {
            /// <summary>The user's session.</summary>
            public const string Id = "session.id";
        }

        /// <summary><c>primitive.*</c></summary>
        public static class Primitive
        {
            /// <summary>The kind of primitive.</summary>
            public const string Type = "primitive.type";

            /// <summary>The primitive's own name.</summary>
            public const string Name = "primitive.name";

            /// <summary>What it does in this span.</summary>
            public const string Action = "primitive.action";
        }

        /// <summary><c>step.*</c></summary>
        public static class Step
        {
            /// <summary>Position of the step or branch, from 0.</summary>
            public const string Index = "step.index";

            /// <summary>Name of the step's or branch's primitive.</summary>
            public const string Name = "step.name";
        }

        /// <summary><c>execution.*</c></summary>
        public static class Execution
        {
            /// <summary><c>success</c>, <c>failed</c> or <c>cancelled</c>.</summary>
            public const string Status = "execution.status";

            /// <summary>Milliseconds, a floating-point number.</summary>
            public const string DurationMs = "execution.duration_ms";
        }

        /// <summary><c>error.*</c></summary>
        public static class Error
        {
            /// <summary>Full name of the exception's type.</summary>
            public const string Type = "error.type";
        }

        /// <summary><c>race.*</c></summary>
        public static class Race
        {
            /// <summary>The runner whose answer was taken.</summary>
            public const string Winner = "race.winner";

            /// <summary>What the others had spent; absent when that is nothing or unknown.</summary>
            public const string LostUsd = "race.lost_usd";
        }

        /// <summary><c>retry.*</c></summary>
        public static class Retry
        {
            /// <summary>Number of the attempt, from 1.</summary>
            public const string Attempt = "retry.attempt";
        }

        /// <summary><c>timeout.*</c></summary>
        public static class Timeout
        {
            /// <summary>True when the work ignored its token and returned after the limit.</summary>
            public const string Late = "timeout.late";
        }

        /// <summary><c>router.*</c></summary>
        public static class Router
        {
            /// <summary>The chosen route.</summary>
            public const string Route = "router.route";

            /// <summary>Why it was chosen.</summary>
            public const string Reason = "router.reason";
        }

        /// <summary><c>cache.*</c></summary>
        public static class Cache
        {
            /// <summary>Whether the look-up found something.</summary>
            public const string Hit = "cache.hit";

            /// <summary>The key's hash, never the key.</summary>
            public const string Key = "cache.key";

            /// <summary>How long an entry lives.</summary>
            public const string TtlSeconds = "cache.ttl_seconds";

            /// <summary>How old the entry found was.</summary>
            public const string AgeSeconds = "cache.age_seconds";

            /// <summary>What the call it replaced had cost.</summary>
            public const string SavingsUsd = "cache.savings_usd";

            /// <summary>True when the caller shared another caller's execution.</summary>
            public const string Coalesced = "cache.coalesced";
        }

        /// <summary><c>llm.*</c></summary>
        public static class Llm
        {
            /// <summary>Who serves the model.</summary>
            public const string Provider = "llm.provider";

            /// <summary>The model asked for.</summary>
            public const string ModelName = "llm.model_name";

            /// <summary>Its tier, such as <c>fast</c>.</summary>
            public const string ModelTier = "llm.model_tier";

            /// <summary>Sampling temperature.</summary>
            public const string Temperature = "llm.temperature";

            /// <summary>Tokens sent.</summary>
            public const string PromptTokens = "llm.prompt_tokens";

            /// <summary>Tokens received.</summary>
            public const string CompletionTokens = "llm.completion_tokens";

            /// <summary>Exact cost; absent when the model has no price.</summary>
            public const string CostUsd = "llm.cost_usd";

            /// <summary>False when the call's cost is unknown.</summary>
            public const string CostKnown = "llm.cost_known";
        }
    }
}
