using Observatory.Agents.Prices;
using Observatory.Agents.Runs;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Agents.Support;

/// <summary>Spans of a run, to be written in few words.</summary>
internal static class AgentSpans
{
    public static readonly TimeSpan Milli = TimeSpan.FromMilliseconds(1);

    public static TestSpan Agent(ulong id, string name, ulong parent = 0, int status = 0) => new()
    {
        Id = id,
        Parent = parent,
        Name = $"invoke_agent {name}",
        Status = status,
        Duration = 100 * Milli,
        Attributes = [("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", name)],
    };

    public static TestSpan Chat(ulong id, ulong parent, long? input = 100, long? output = 10, string scope = "client", params (string Key, object Value)[] more) => new()
    {
        Id = id,
        Parent = parent,
        Name = "chat small",
        Scope = scope,
        Start = id * Milli,
        Duration = 10 * Milli,
        Attributes =
        [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "openai"), ("gen_ai.request.model", "small"),
            .. input is null ? [] : ((string, object)[])[("gen_ai.usage.input_tokens", input)], .. output is null ? [] : ((string, object)[])[("gen_ai.usage.output_tokens", output)],
            .. more,
        ],
    };

    public static TestSpan Tool(ulong id, ulong parent, string name, int status = 0, string scope = "client") => new()
    {
        Id = id,
        Parent = parent,
        Name = $"execute_tool {name}",
        Status = status,
        Scope = scope,
        Start = id * Milli,
        Attributes = [("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", name)],
    };

    /// <summary>What is read of spans, by a store of their own.</summary>
    public static AgentTrace Read(params IEnumerable<TestSpan> spans) => Read(PriceList.Empty, spans);

    /// <summary>What is read of spans, with prices.</summary>
    public static AgentTrace Read(PriceList prices, params IEnumerable<TestSpan> spans)
    {
        using var directory = new TemporaryDirectory();
        using var store = new TestStore(directory.Path);
        var sent = spans.ToList();
        store.Send(sent);
        return AgentTrace.Read(new(store.Reader.Read(sent[0].Trace)!), prices);
    }
}
