using Observatory.Html;
using Observatory.Search;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Observatory.Views;

namespace Observatory.Web.Tracing;

/// <summary>The form of a search: the text, with words to complete it, and fields that write into it.</summary>
internal sealed class SearchForm(TraceStore store, SearchWords words)
{
    private const int MaxSuggestions = 500;

    private static readonly int[] Limits = [20, 50, 100, 200, 500, TraceQuery.MaxLimit];

    private static readonly (string Value, string Name)[] Outcomes =
        [("", "any"), ("failed", "failed"), ("recovered", "recovered"), ("errors", "with errors inside"), ("ok", "ok")];

    /// <summary>Adds the form with what was understood: all of it is in the text.</summary>
    public void Add(HtmlWriter page, SearchRequest request, CancellationToken cancellation) =>
        AddForm(page, new(request.Text, null, request.Range, request.Order, request.Limit, request.Group, Services(request.Expression)), cancellation);

    /// <summary>Adds the form with what was typed, of which something could not be understood.</summary>
    public void AddAsTyped(HtmlWriter page, IQueryCollection typed, DateTimeOffset now, CancellationToken cancellation)
    {
        PageRange range;
        try
        {
            range = PageRange.Read(typed, "all", now);
        }
        catch (FormatException)
        {
            range = new(0, 0, "all", true);
        }

        var order = Array.Exists(SearchRequest.Orders, o => o.Value == typed["sort"]) ? typed["sort"].ToString() : SearchRequest.Orders[0].Value;
        var limit = int.TryParse(typed["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is > 0 and <= TraceQuery.MaxLimit
            ? asked
            : 100;
        AddForm(page, new(typed["q"].ToString(), typed, range, order, limit, typed["group"].ToString(), []), cancellation);
    }

    private static IReadOnlyList<string> Services(SearchExpression expression) =>
        [.. expression.Spans.Select(s => s.Service).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static void AddOrders(HtmlWriter page, string chosen)
    {
        page.Add($"<label>Order <select name=\"sort\">");
        foreach (var (value, name, _, _) in SearchRequest.Orders)
        {
            page.AddOption(value, name, value == chosen);
        }

        page.Add($"</select></label>");
    }

    private void AddForm(HtmlWriter page, Content content, CancellationToken cancellation)
    {
        page.Add($"<form class=\"filter card search\" role=\"search\" action=\"/search\"><div class=\"widest\"><label>Traces with <input name=\"q\" type=\"search\" ");
        page.Add($"value=\"{content.Text}\" maxlength=\"{SearchText.MaxLength}\" list=\"search-words\" data-words autocomplete=\"off\" spellcheck=\"false\" ");
        page.Add($"placeholder=\"workflow.name=translation llm.cost_usd&gt;0.01 duration&gt;300ms status=failed\" data-first></label></div>");
        words.AddList(page, cancellation);
        content.Range.AddFields(page);
        page.Add($"<label>At most <select name=\"limit\">");
        foreach (var choice in Limits.Append(content.Limit).Distinct().Order())
        {
            var number = choice.ToString(CultureInfo.InvariantCulture);
            page.AddOption(number, number, choice == content.Limit);
        }

        page.Add($"</select></label>");
        AddOrders(page, content.Order);
        page.Add($"<label>Group by <input name=\"group\" value=\"{content.Group}\" maxlength=\"80\" placeholder=\"nothing\" list=\"search-keys\"></label>");
        words.AddKeys(page, cancellation);
        page.Add($"<button class=\"primary\">Search</button><a class=\"button\" href=\"/search\">Reset</a>");
        AddFields(page, content);
        page.Add($"</form>\n");
    }

    private void AddFields(HtmlWriter page, Content content)
    {
        string Typed(string name) => content.Typed?[name].ToString() ?? "";
        var isOpen = content.Typed is not null && SearchFields.Names.Any(n => Typed(n).Length > 0);
        page.Add($"<details class=\"search-fields\"{new HtmlFlag("open", isOpen)}><summary>Add a condition</summary><div class=\"fields\">");
        page.Add($"<label>Service <select name=\"service\">");
        var (services, service) = (store.Services(), Typed("service"));
        page.AddOption("", "any", service.Length == 0);
        foreach (var name in service.Length == 0 || services.Contains(service) ? services : [service, .. services])
        {
            page.AddOption(name, name, name == service);
        }

        page.Add($"</select></label><label class=\"wide\">Operation <input name=\"operation\" list=\"operations\" value=\"{Typed("operation")}\" placeholder=\"any\"></label>");
        page.Add($"<datalist id=\"operations\">");
        var suggested = (content.Services.Count == 0 ? services : content.Services).SelectMany(s => store.Operations(s, null)).Select(o => o.Name);
        foreach (var operation in suggested.Distinct().Take(MaxSuggestions))
        {
            page.Add($"<option value=\"{operation}\"></option>");
        }

        page.Add($"</datalist><label class=\"wide\">Tags <input name=\"tags\" value=\"{Typed("tags")}\" placeholder=\"http.request.method=GET user=&quot;J Doe&quot;\"></label>");
        page.Add($"<label class=\"short\">Shortest span <input name=\"minDuration\" value=\"{Typed("minDuration")}\" placeholder=\"100ms\"></label>");
        page.Add($"<label class=\"short\">Longest span <input name=\"maxDuration\" value=\"{Typed("maxDuration")}\" placeholder=\"2s\"></label>");
        page.Add($"<label>Outcome <select name=\"outcome\">");
        foreach (var (value, name) in Outcomes)
        {
            page.AddOption(value, name, value == Typed("outcome"));
        }

        page.Add($"</select></label><p class=\"muted\">Each is written into the field above, together, of one span. There: <code>=</code> <code>!=</code> <code>&gt;</code> <code>&gt;=</code> ");
        page.Add($"<code>&lt;</code> <code>&lt;=</code> <code>=~</code> <code>!~</code>; what stands in <code>{{…}}</code> is asked of one span, in <code>root{{…}}</code> of the root; ");
        page.Add($"outside, <code>duration</code>, <code>status</code> (ok, recovered, failed), <code>spans</code> and <code>errors</code> are the trace's.</p></div></details>");
    }

    /// <summary>What the form shows.</summary>
    private sealed record Content(
        string Text, IQueryCollection? Typed, PageRange Range, string Order, int Limit, string Group, IReadOnlyList<string> Services);
}
