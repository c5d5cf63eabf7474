namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <summary>Names of span events; the nesting mirrors the name.</summary>
    public static class Events
    {
        /// <summary><c>budget.*</c></summary>
        public static class Budget
        {
            /// <summary>A budget is spent; <c>error.type</c> says which of its limits.</summary>
            public const string Spent = "budget.spent";
        }

        /// <summary><c>llm.*</c></summary>
        public static class Llm
        {
            /// <summary>An answer does not have the shape that was asked for; <c>error.type</c> says why.</summary>
            public const string BadAnswer = "llm.bad_answer";
        }
    }
}
