#pragma warning disable CA1716 // The nesting mirrors the names, whatever other languages reserve.
namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <summary>
    /// Span names, <c>{domain}.{component}.{action}</c>; the nesting mirrors the name. Braces stand for the value that replaces them.
    /// </summary>
    public static class Spans
    {
        /// <summary>One call of the tool named <c>{name}</c> that a model asked for, as the conventions name it.</summary>
        public const string ExecuteTool = "execute_tool {name}";

        /// <summary><c>workflow.*</c></summary>
        public static class Workflow
        {
            /// <summary>A workflow's root unless its <see cref="WorkflowExecutionOptions.SpanName"/> says otherwise.</summary>
            public const string Execute = "workflow.execute";
        }

        /// <summary><c>primitive.*</c></summary>
        public static class Primitive
        {
            /// <summary>Every primitive; <c>{type}</c> is its <see cref="WorkflowPrimitive.Type"/>.</summary>
            public const string Execute = "primitive.{type}.execute";

            /// <summary><c>primitive.sequential.*</c></summary>
            public static class Sequential
            {
                /// <summary>Around step <c>{i}</c> of a sequence, from 0.</summary>
                public const string Step = "primitive.sequential.step_{i}";
            }

            /// <summary><c>primitive.parallel.*</c></summary>
            public static class Parallel
            {
                /// <summary>Around branch <c>{i}</c> of a parallel, from 0.</summary>
                public const string Branch = "primitive.parallel.branch_{i}";
            }

            /// <summary><c>primitive.loop.*</c></summary>
            public static class Loop
            {
                /// <summary>Pass <c>{n}</c> of a loop, from 1.</summary>
                public const string Pass = "primitive.loop.pass_{n}";
            }

            /// <summary><c>primitive.for_each.*</c></summary>
            public static class ForEach
            {
                /// <summary>Around item <c>{i}</c> of several, from 0.</summary>
                public const string Item = "primitive.for_each.item_{i}";
            }

            /// <summary><c>primitive.race.*</c></summary>
            public static class Race
            {
                /// <summary>Around runner <c>{i}</c> of a race, from 0; one that lost is cancelled.</summary>
                public const string Runner = "primitive.race.runner_{i}";
            }

            /// <summary><c>primitive.router.*</c></summary>
            public static class Router
            {
                /// <summary>A router's choice, before the chosen route runs.</summary>
                public const string RouteDecision = "primitive.router.route_decision";
            }
        }

        /// <summary><c>cache.*</c></summary>
        public static class Cache
        {
            /// <summary>One look-up in the level named <c>{backend}</c>.</summary>
            public const string Lookup = "cache.{backend}.lookup";

            /// <summary>
            /// Making a result that no level had; callers that share it link here. It ends with its work, also when the caller who
            /// started it has left.
            /// </summary>
            public const string Fill = "cache.fill";

            /// <summary>Keeping a result in the level named <c>{backend}</c>.</summary>
            public const string Store = "cache.{backend}.store";
        }

        /// <summary><c>recovery.*</c></summary>
        public static class Recovery
        {
            /// <summary>Fallback <c>{n}</c>, from 1.</summary>
            public const string Fallback = "recovery.fallback.fallback_{n}";

            /// <summary><c>recovery.retry.*</c></summary>
            public static class Retry
            {
                /// <summary>Attempt <c>{n}</c> of a retry, from 1 (the first try).</summary>
                public const string Attempt = "recovery.retry.attempt_{n}";
            }

            /// <summary><c>recovery.saga.*</c></summary>
            public static class Saga
            {
                /// <summary>The compensation of saga step <c>{i}</c>, from 0.</summary>
                public const string Compensate = "recovery.saga.compensate_{i}";
            }
        }

        /// <summary><c>llm.*</c></summary>
        public static class Llm
        {
            /// <summary>
            /// One call to a model of <c>{provider}</c>; kind Client. One that streams ends with its stream, which is read when the
            /// primitive's execution is done.
            /// </summary>
            public const string Generate = "llm.{provider}.generate";
        }
    }
}
