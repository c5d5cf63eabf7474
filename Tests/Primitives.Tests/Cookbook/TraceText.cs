using System.Diagnostics;
using System.Text;

namespace Tta.Primitives.Tests.Cookbook;

/// <summary>A trace as the pages show it: a line for each span, below its parent; ✗ where it failed.</summary>
internal static class TraceText
{
    public static string Of(IReadOnlyList<Activity> spans)
    {
        var text = new StringBuilder();
        void Write(ActivitySpanId parent, int depth)
        {
            foreach (Activity span in spans.Where(s => s.ParentSpanId == parent).OrderBy(s => s.StartTimeUtc))
            {
                string mark = span.Status == ActivityStatusCode.Error ? "  ✗" : "";
                text.Append(' ', 2 * depth).Append(span.OperationName).Append(mark).Append('\n');
                Write(span.SpanId, depth + 1);
            }
        }

        Write(default, 0);
        return text.ToString();
    }
}
