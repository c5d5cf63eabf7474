using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Holds docs/traces.md to the names, their documentation, and the attributes that spans really carry.</summary>
public sealed partial class TracesPageTests
{
    private const string Head = """
        # Traces

        Every span and attribute of the source `Tta.Primitives`. This page is written by the test that checks it, from the constants in
        `Primitives/Telemetry/TtaNames.*.cs` and from what one run of everything emits:
        `ACCEPT_TRACES=1 dotnet test --project Tests/Primitives.Tests --filter-class '*.TracesPageTests'`.

        One workflow is one trace. Its context leads every span to its parent, also where no ambient span does, and carries the trace over
        process boundaries as W3C headers; who works for whom goes along as baggage, to those hosts only that a `WorkflowPropagationHandler`
        allows. Failed spans have status Error, `error.type` and one `exception` event with type and stack, but without the message, which may
        hold a prompt, unless `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` is true: then prompts, answers, and what tools were called
        with and returned are there as well, each text up to 32,768 characters. What the caller cancelled is not a failure. What a client tells
        that traces itself (`OpenTelemetryChatClient`) our span of the call does not tell again: it then has no `gen_ai.*`. The
        demo's orchestrator calls its root span `demo.workflow_execution`. The cookbook shows the trace of each primitive.

        """;

    private readonly Dictionary<string, XElement> _documentation = XDocument
        .Load(Path.ChangeExtension(typeof(WorkflowPrimitive).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    [Fact]
    public async Task The_page_lists_every_span_and_attribute_and_where_each_is_found()
    {
        using var telemetry = new Telemetry(metrics: false);
        await Everything.OnceAsync();
        FieldInfo[] spans = [.. NamesTests.Fields(typeof(TtaNames.Spans))];
        FieldInfo[] attributes = [.. NamesTests.Fields(typeof(TtaNames.Attributes)).Concat(NamesTests.Fields(typeof(TtaNames.GenAi)))];
        ILookup<string, Activity> byName = telemetry.Spans.ToLookup(span => Name(spans, span.OperationName));
        string[] everywhere = Common(byName);
        string[] belowTheRoot = Common(byName.Where(g => g.Key != TtaNames.Spans.Workflow.Execute));

        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        page.Append("\n## Spans\n\n");
        page.Append("Every span has ").AppendJoin(", ", attributes.Select(Value).Where(everywhere.Contains).Select(Code)).Append(",\n");
        page.Append("all but the root ")
            .AppendJoin(", ", attributes.Select(Value).Where(belowTheRoot.Except(everywhere).Contains).Select(Code)).Append(".\n");
        page.Append("What has no value is missing: without a session there is no `session.id`.\n\n");
        page.Append("| span | when | of its own |\n|---|---|---|\n");
        foreach (FieldInfo span in spans)
        {
            Assert.True(byName.Contains(Value(span)), $"{Value(span)} was not emitted");
            IEnumerable<string> own = attributes.Select(Value).Where(Keys(byName[Value(span)]).Except(belowTheRoot).Contains);
            page.Append($"| {Code(Value(span))} | {Text(span)} | ").AppendJoin(", ", own.Select(Code)).Append(" |\n");
        }

        page.Append("\n## Attributes\n\n| attribute | meaning |\n|---|---|\n");
        foreach (FieldInfo attribute in attributes)
        {
            page.Append($"| {Code(Value(attribute))} | {Text(attribute)} |\n");
        }

        // What follows is of the demo and written by its tests.
        string file = Repository.PathOf("docs", "traces.md");
        string now = await File.ReadAllTextAsync(file);
        page.Append(now[now.IndexOf("\n## In the demo\n", StringComparison.Ordinal)..]);
        if (Environment.GetEnvironmentVariable("ACCEPT_TRACES") == "1")
        {
            await File.WriteAllTextAsync(file, page.ToString());
        }

        Assert.Equal(await File.ReadAllTextAsync(file), page.ToString());
    }

    private static string Value(FieldInfo constant) => (string)constant.GetRawConstantValue()!;

    private static string Code(string text) => $"`{text}`";

    private static HashSet<string> Keys(IEnumerable<Activity> spans) => [.. spans.SelectMany(s => s.TagObjects).Select(t => t.Key)];

    /// <summary>The attributes that all spans have.</summary>
    private static string[] Common(IEnumerable<IEnumerable<Activity>> groups)
    {
        Activity[] spans = [.. groups.SelectMany(g => g)];
        return [.. Keys(spans).Where(key => Array.TrueForAll(spans, s => s.GetTagItem(key) is not null))];
    }

    /// <summary>The name with braces that a span's name was made from.</summary>
    private static string Name(FieldInfo[] names, string name) => Assert.Single(
        names.Select(Value), template => Regex.IsMatch(name, $"^{Braces().Replace(template.Replace(".", "\\.", StringComparison.Ordinal), "[a-z0-9_]+")}$"));

    /// <summary>The first paragraph of a constant's documentation.</summary>
    private string Text(FieldInfo constant)
    {
        XElement summary = _documentation[$"F:{constant.DeclaringType!.FullName!.Replace('+', '.')}.{constant.Name}"].Element("summary")!;
        IEnumerable<string> parts = summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => Code(code.Value),
            XElement { Name.LocalName: "see" } reference => Code(string.Join('.', reference.Attribute("cref")!.Value[2..].Split('.')[^2..])),
            _ => ((XText)node).Value,
        });
        return Spaces().Replace(string.Concat(parts).Trim(), " ");
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
