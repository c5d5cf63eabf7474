namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <summary>The values that labels and attributes with a fixed vocabulary take.</summary>
    public static class Values
    {
        /// <summary>How an execution ended.</summary>
        public static class Status
        {
            /// <summary>It returned.</summary>
            public const string Success = "success";

            /// <summary>An exception left it.</summary>
            public const string Failed = "failed";

            /// <summary>Its caller cancelled it; not an error.</summary>
            public const string Cancelled = "cancelled";
        }

        /// <summary>Why a workflow failed.</summary>
        public static class Cause
        {
            /// <summary>What it was given broke a rule: the caller's error, not the system's.</summary>
            public const string InvalidInput = "invalid_input";

            /// <summary>A model call failed.</summary>
            public const string Model = "model";

            /// <summary>It took longer than it may.</summary>
            public const string TimeLimit = "time_limit";

            /// <summary>A circuit breaker let no call through.</summary>
            public const string CircuitOpen = "circuit_open";

            /// <summary>A budget is spent, and there is nothing cheaper to run instead.</summary>
            public const string Budget = "budget";

            /// <summary>Another service could not be reached.</summary>
            public const string Unreachable = "unreachable";

            /// <summary>Anything else that was thrown.</summary>
            public const string Error = "error";
        }

        /// <summary>How one primitive reaches another.</summary>
        public static class Connection
        {
            /// <summary>The next step of a sequence.</summary>
            public const string Sequential = "sequential";

            /// <summary>A branch of a parallel.</summary>
            public const string Parallel = "parallel";

            /// <summary>The chosen route, branch or case.</summary>
            public const string Route = "route";

            /// <summary>A fallback.</summary>
            public const string Fallback = "fallback";

            /// <summary>Over a process boundary.</summary>
            public const string Remote = "remote";
        }

        /// <summary>What happened in a cache.</summary>
        public static class CacheOperation
        {
            /// <summary>Found.</summary>
            public const string Hit = "hit";

            /// <summary>Not found, or too old.</summary>
            public const string Miss = "miss";

            /// <summary>Not found, but under way for another caller, whose result is shared: neither a hit nor a miss.</summary>
            public const string Coalesced = "coalesced";

            /// <summary>Removed to make room.</summary>
            public const string Eviction = "eviction";

            /// <summary>The level failed; treated as a miss.</summary>
            public const string Error = "error";
        }

        /// <summary>The two sides of a model call.</summary>
        public static class Token
        {
            /// <summary>Sent.</summary>
            public const string Prompt = "prompt";

            /// <summary>Received.</summary>
            public const string Completion = "completion";

            /// <summary>Sent, as the OpenTelemetry conventions call it.</summary>
            public const string Input = "input";

            /// <summary>Received, as the OpenTelemetry conventions call it.</summary>
            public const string Output = "output";
        }

        /// <summary>What a primitive does in a span (<c>primitive.action</c>).</summary>
        public static class Action
        {
            /// <summary>The primitive as a whole.</summary>
            public const string Execute = "execute";

            /// <summary>A step of a sequence.</summary>
            public const string Step = "step";

            /// <summary>A branch of a parallel.</summary>
            public const string Branch = "branch";

            /// <summary>One pass of a loop.</summary>
            public const string Pass = "pass";

            /// <summary>One item of several.</summary>
            public const string Item = "item";

            /// <summary>One runner of a race.</summary>
            public const string Runner = "runner";

            /// <summary>A routing decision.</summary>
            public const string RouteDecision = "route_decision";

            /// <summary>A cache look-up.</summary>
            public const string Lookup = "lookup";

            /// <summary>Making a result that a cache did not have.</summary>
            public const string Fill = "fill";

            /// <summary>Keeping a result in a cache's second level.</summary>
            public const string Store = "store";

            /// <summary>One attempt of a retry.</summary>
            public const string Attempt = "attempt";

            /// <summary>One fallback.</summary>
            public const string Fallback = "fallback";

            /// <summary>A saga's compensation.</summary>
            public const string Compensate = "compensate";

            /// <summary>A model call.</summary>
            public const string Generate = "generate";

            /// <summary>A call of a tool.</summary>
            public const string Tool = "tool";
        }

        /// <summary>Why an answer does not have the shape that was asked for.</summary>
        public static class BadAnswer
        {
            /// <summary>It is not JSON.</summary>
            public const string Json = "json";

            /// <summary>It is JSON that does not fit the schema.</summary>
            public const string Shape = "shape";

            /// <summary>It was cut off.</summary>
            public const string Length = "length";

            /// <summary>The provider's content filter stopped it.</summary>
            public const string Refused = "refused";
        }

        /// <summary>What a budget decided.</summary>
        public static class BudgetDecision
        {
            /// <summary>It was spent, and the execution failed.</summary>
            public const string Refused = "refused";

            /// <summary>It was spent, and something cheaper ran.</summary>
            public const string Degraded = "degraded";

            /// <summary>There were too many budgets; the least recently used one begins afresh.</summary>
            public const string Forgotten = "forgotten";
        }

        /// <summary>Which limit of a budget is reached.</summary>
        public static class BudgetLimit
        {
            /// <summary>Tokens.</summary>
            public const string Tokens = "tokens";

            /// <summary>US dollars.</summary>
            public const string Dollars = "dollars";

            /// <summary>Model calls.</summary>
            public const string Calls = "calls";

            /// <summary>Time.</summary>
            public const string Time = "time";
        }

        /// <summary><c>gen_ai.output.type</c></summary>
        public static class Output
        {
            /// <summary>Prose.</summary>
            public const string Text = "text";

            /// <summary>JSON, with or without a schema.</summary>
            public const string Json = "json";
        }

        /// <summary>A label's value in place of those that nobody announced, or of too many.</summary>
        public const string Other = "other";

        /// <summary>A label's value when there is none.</summary>
        public const string Unknown = "unknown";

        /// <summary><c>error.type</c> of a model call that a time limit cut off.</summary>
        public const string Timeout = "timeout";

        /// <summary>The backend name of the in-process cache level.</summary>
        public const string MemoryBackend = "memory";

        /// <summary><c>gen_ai.operation.name</c> of a workflow.</summary>
        public const string InvokeWorkflowOperation = "invoke_workflow";

        /// <summary><c>gen_ai.operation.name</c> of a tool's call.</summary>
        public const string ExecuteToolOperation = "execute_tool";

        /// <summary><c>gen_ai.tool.type</c> of a tool that runs in the application.</summary>
        public const string FunctionTool = "function";

        /// <summary><c>gen_ai.operation.name</c> of a chat completion.</summary>
        public const string ChatOperation = "chat";
    }
}
