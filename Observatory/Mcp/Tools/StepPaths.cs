using Observatory.Mcp.Answers;
using Observatory.Mcp.Calls;
using Observatory.Traces.Query;

namespace Observatory.Mcp.Tools;

/// <summary>
/// Where a step is in its run: its place among its siblings, from the root down, as <c>1.2.1</c>. Shorter than an id, and shows the tree.
/// </summary>
internal static class StepPaths
{
    /// <summary>The path of every span, by its place in the view.</summary>
    public static string[] Of(TraceView view)
    {
        var paths = new string[view.Nodes.Count];
        var place = 0;
        foreach (var root in view.Roots())
        {
            paths[root] = (++place).ToString(CultureInfo.InvariantCulture);
        }

        // Parents come first.
        for (var node = 0; node < paths.Length; node++)
        {
            place = 0;
            foreach (var child in view.ChildrenOf(node))
            {
                paths[child] = string.Create(CultureInfo.InvariantCulture, $"{paths[node]}.{++place}");
            }
        }

        return paths;
    }

    /// <summary>The span that a caller means: by path or by id.</summary>
    /// <exception cref="ToolException">There is none such.</exception>
    public static int Find(TraceView view, string[] paths, string step)
    {
        var node = Array.IndexOf(paths, step);
        if (node < 0 && step.Length == 16 && ulong.TryParse(step, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
        {
            node = view.Find(id);
        }

        return node >= 0 ? node : throw new ToolException(
            $"the run has no step {DataText.Quote(step, 60)}; a step is a path of get_run, as {paths[^1]}, or a span id. "
            + $"It has {paths.Length} spans");
    }
}
