using System.Globalization;

namespace Tta.Primitives;

/// <summary>Fills the braces of the names in <see cref="TtaNames.Spans"/>; numbered names are made once.</summary>
internal static class SpanNames
{
    private static readonly Numbered Steps = new(TtaNames.Spans.Primitive.Sequential.Step);
    private static readonly Numbered Branches = new(TtaNames.Spans.Primitive.Parallel.Branch);
    private static readonly Numbered Passes = new(TtaNames.Spans.Primitive.Loop.Pass);
    private static readonly Numbered Items = new(TtaNames.Spans.Primitive.ForEach.Item);
    private static readonly Numbered Runners = new(TtaNames.Spans.Primitive.Race.Runner);
    private static readonly Numbered Attempts = new(TtaNames.Spans.Recovery.Retry.Attempt);
    private static readonly Numbered Fallbacks = new(TtaNames.Spans.Recovery.Fallback);
    private static readonly Numbered Compensations = new(TtaNames.Spans.Recovery.Saga.Compensate);

    public static string Execute(string type) => Fill(TtaNames.Spans.Primitive.Execute, type);

    public static string Lookup(string backend) => Fill(TtaNames.Spans.Cache.Lookup, backend);

    public static string Store(string backend) => Fill(TtaNames.Spans.Cache.Store, backend);

    public static string Generate(string provider) => Fill(TtaNames.Spans.Llm.Generate, provider);

    public static string ExecuteTool(string tool) => Fill(TtaNames.Spans.ExecuteTool, tool);

    public static string Step(int index) => Steps[index];

    public static string Branch(int index) => Branches[index];

    public static string Pass(int number) => Passes[number];

    public static string Item(int index) => Items[index];

    public static string Runner(int index) => Runners[index];

    public static string Attempt(int number) => Attempts[number];

    public static string Fallback(int number) => Fallbacks[number];

    public static string Compensate(int index) => Compensations[index];

    private static string Fill(string template, string value)
    {
        int open = template.IndexOf('{', StringComparison.Ordinal);
        int close = template.IndexOf('}', StringComparison.Ordinal);
        return string.Concat(template.AsSpan(0, open), value, template.AsSpan(close + 1));
    }

    private sealed class Numbered(string template)
    {
        private readonly string[] _names =
            [.. Enumerable.Range(0, 32).Select(i => Fill(template, i.ToString(CultureInfo.InvariantCulture)))];

        public string this[int number] =>
            number < _names.Length ? _names[number] : Fill(template, number.ToString(CultureInfo.InvariantCulture));
    }
}
