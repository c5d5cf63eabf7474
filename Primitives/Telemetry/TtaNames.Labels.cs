namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <summary>Metric attribute keys. All are bounded: never ids, prompts or cache keys.</summary>
    public static partial class Labels
    {
        /// <summary>What is executed.</summary>
        public const string WorkflowName = "workflow_name";

        /// <summary>Kind of workflow.</summary>
        public const string WorkflowType = "workflow_type";

        /// <summary>One of <see cref="Values.Status"/>.</summary>
        public const string Status = "status";

        /// <summary>Kind of agent.</summary>
        public const string AgentType = "agent_type";

        /// <summary>Kind of primitive.</summary>
        public const string PrimitiveType = "primitive_type";

        /// <summary>The primitive's own name.</summary>
        public const string PrimitiveName = "primitive_name";

        /// <summary>Full name of the exception's type.</summary>
        public const string ErrorType = "error_type";

        /// <summary>Why a workflow failed, one of <see cref="Values.Cause"/>.</summary>
        public const string Cause = "cause";

        /// <summary>Who calls.</summary>
        public const string SourcePrimitive = "source_primitive";

        /// <summary>Who is called.</summary>
        public const string TargetPrimitive = "target_primitive";

        /// <summary>One of <see cref="Values.Connection"/>.</summary>
        public const string ConnectionType = "connection_type";

        /// <summary>Who serves the model.</summary>
        public const string Provider = "provider";

        /// <summary>The model asked for.</summary>
        public const string Model = "model";

        /// <summary>One of <see cref="Values.Token"/>.</summary>
        public const string Type = "type";

        /// <summary>The tool's own name.</summary>
        public const string ToolName = "tool_name";

        /// <summary>What a budget decided, one of <see cref="Values.BudgetDecision"/>.</summary>
        public const string Decision = "decision";

        /// <summary>Which limit of a budget is reached, one of <see cref="Values.BudgetLimit"/>.</summary>
        public const string Limit = "limit";

        /// <summary>The cache's own name.</summary>
        public const string CacheName = "cache_name";

        /// <summary>The cache level: <c>memory</c>, <c>redis</c>.</summary>
        public const string Backend = "backend";

        /// <summary>One of <see cref="Values.CacheOperation"/>.</summary>
        public const string Operation = "operation";

        /// <summary>The router's own name.</summary>
        public const string RouterName = "router_name";

        /// <summary>The chosen route.</summary>
        public const string RouteSelected = "route_selected";

        /// <summary>Why a route was chosen, or an answer is none: one of <see cref="Values.BadAnswer"/>.</summary>
        public const string Reason = "reason";

        /// <summary>How an attempt ended, one of <see cref="Values.Status"/>.</summary>
        public const string Outcome = "outcome";

        /// <summary>The runner whose answer was taken.</summary>
        public const string Winner = "winner";

        /// <summary>The fallback that was tried.</summary>
        public const string FallbackName = "fallback_name";

        /// <summary>The context that a strategy was learned for.</summary>
        public const string Context = "context";

        /// <summary>The strategy's name.</summary>
        public const string Strategy = "strategy";
    }
}
