using Observatory.Hosting;
using Observatory.Html;
using Observatory.Mcp.Asking;
using Observatory.Traces.Model;

namespace Observatory.Mcp.Tools;

/// <summary>The pages that show what a tool answers.</summary>
internal sealed class Pages(Listeners listeners)
{
    /// <summary>A page.</summary>
    public Uri To(string path, params (string Name, string? Value)[] parameters) =>
        new(listeners.UriOf(ListenerRoles.Ui), PageLink.To(path, parameters));

    /// <summary>A run.</summary>
    public Uri Run(UInt128 trace) => To($"/trace/{TraceIds.Trace(trace)}");

    /// <summary>Runs of a time.</summary>
    public Uri Runs(AskedTime time, params (string Name, string? Value)[] parameters) =>
        To("/runs", [("start", AskedTime.Write(time.From)), ("end", AskedTime.Write(time.To)), ("limit", "500"), .. parameters]);
}
