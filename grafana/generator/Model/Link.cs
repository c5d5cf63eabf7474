namespace Tta.Dashboards.Model;

/// <summary>What a click on a value, a panel or a board's header opens.</summary>
internal sealed record Link(string Title, string Url)
{
    private const string TimeRange = "${__url_time_range}";

    /// <summary>Another board, at the same time range.</summary>
    public static Link To(string board, string title, string variables = "") =>
        new(title, $"/d/{board}?{TimeRange}{(variables.Length > 0 ? "&" + variables : "")}");

    /// <summary>The drill-down of the primitive that the clicked series is about.</summary>
    public static Link ToPrimitive { get; } = To(
        "02-primitive-drilldown",
        "Drill into ${__field.labels.primitive_name}",
        "var-primitive=${__field.labels.primitive_name}&var-tags=primitive.name%3D${__field.labels.primitive_name}");

    /// <summary>The traces of the time range, on the drill-down board.</summary>
    public static Link ToTraces { get; } = To("02-primitive-drilldown", "Slowest traces of this time");

    /// <summary>The waterfall of the trace whose id was clicked. A viewer may open it; Explore needs an editor.</summary>
    public static Link ToWaterfall { get; } = To("02-primitive-drilldown", "Waterfall of this trace", "var-trace=${__value.raw}");

    /// <summary>The same trace as Jaeger's data source shows it.</summary>
    public static Link ToJaeger { get; } = Explore("Open in Jaeger (Explore)", "traces", """{"refId":"A","query":"${__value.raw}"}""");

    /// <summary>What the services logged while they worked on the trace.</summary>
    public static Link ToLogs { get; } = Explore(
        "Logs of this trace (Explore)", "logs", """{"refId":"A","expr":"{service_name=~\"tta-.+\"} | trace_id=\"${__value.raw}\""}""");

    // Explore takes its state as JSON in the address. Grafana's own placeholders have to stay readable in it.
    private static Link Explore(string title, string source, string query)
    {
        var range = """
            "range":{"from":"${__from}","to":"${__to}"}
            """;
        var pane = "{\"a\":{\"datasource\":\"${" + source + "}\",\"queries\":[" + query + "]," + range + "}}";
        var encoded = Uri.EscapeDataString(pane);
        foreach (var placeholder in (string[])["${" + source + "}", "${__value.raw}", "${__from}", "${__to}"])
        {
            encoded = encoded.Replace(Uri.EscapeDataString(placeholder), placeholder, StringComparison.Ordinal);
        }

        return new Link(title, $"/explore?schemaVersion=1&panes={encoded}");
    }
}
