namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <summary>Span names, <c>{domain}.{component}.{action}</c>. Braces stand for the value that replaces them.</summary>
    public static class Spans
    {
        /// <summary>Spans of primitives and their parts.</summary>
        public static class Primitive
        {
            /// <summary>Every primitive; <c>{type}</c> is its <see cref="WorkflowPrimitive.Type"/>.</summary>
            public const string Execute = "primitive.{type}.execute";

            /// <summary>Around step <c>{i}</c> of a sequence, from 0.</summary>
            public const string SequentialStep = "primitive.sequential.step_{i}";

            /// <summary>Around branch <c>{i}</c> of a parallel, from 0.</summary>
            public const string ParallelBranch = "primitive.parallel.branch_{i}";

            /// <summary>A router's choice, before the chosen route runs.</summary>
            public const string RouteDecision = "primitive.router.route_decision";
        }

        /// <summary>Spans of look-ups.</summary>
        public static class Cache
        {
            /// <summary>One look-up in the level named <c>{backend}</c>.</summary>
            public const string Lookup = "cache.{backend}.lookup";
        }

        /// <summary>Spans of what is done about failures.</summary>
        public static class Recovery
        {
            /// <summary>Attempt <c>{n}</c> of a retry, from 1 (the first try).</summary>
            public const string RetryAttempt = "recovery.retry.attempt_{n}";

            /// <summary>Fallback <c>{n}</c>, from 1.</summary>
            public const string Fallback = "recovery.fallback.fallback_{n}";

            /// <summary>The compensation of saga step <c>{i}</c>, from 0.</summary>
            public const string SagaCompensate = "recovery.saga.compensate_{i}";
        }

        /// <summary>Spans of model calls.</summary>
        public static class Llm
        {
            /// <summary>One call to a model of <c>{provider}</c>; kind Client.</summary>
            public const string Generate = "llm.{provider}.generate";
        }

        /// <summary>Root spans.</summary>
        public static class Workflow
        {
            /// <summary>A workflow's root unless its <see cref="WorkflowExecutionOptions.SpanName"/> says otherwise.</summary>
            public const string Execute = "workflow.execute";
        }
    }
}
