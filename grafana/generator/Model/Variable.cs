namespace Tta.Dashboards.Model;

/// <summary>A drop-down or box at the head of a board.</summary>
internal abstract record Variable(string Name, string Label, string Description)
{
    /// <summary>Which Prometheus, Jaeger or Loki the board asks. A query says <c>${name}</c> as its data source.</summary>
    public static Variable Metrics { get; } = new SourceVariable("datasource", "Metrics", "The Prometheus that holds the series.", "prometheus");

    public static Variable Traces { get; } = new SourceVariable("traces", "Traces", "The Jaeger that holds the traces.", "jaeger");

    public static Variable Logs { get; } = new SourceVariable("logs", "Logs", "The Loki that holds the logs.", "loki");

    public static Variable Workflow { get; } = new LabelVariable(
        "workflow", "Workflow", "Narrows the panels about workflows.", "tta_workflow_executions_total", "workflow_name");

    public static Variable Primitive { get; } = new LabelVariable(
        "primitive", "Primitive", "Narrows the panels about primitives.", "tta_primitive_executions_total", "primitive_name");

    public static Variable Provider { get; } = new LabelVariable(
        "provider", "Provider", "Narrows the panels about models to one provider's.", "tta_llm_tokens_total", "provider");

    public static Variable Service { get; } = new LabelVariable(
        "service", "Service", "Narrows the panels about operations to those of one service.", "traces_span_metrics_calls_total", "service_name");

    public static Variable Run { get; } = new LabelVariable(
        "run", "Run", "Narrows the panels to runs of one name: a workflow's, an agent's, or the root span's.", "agent_runs_total", "workflow_name");

    public static Variable Trace { get; } = new TextVariable(
        "trace", "Trace id", "The trace in the waterfall. A click on a trace id in any table sets it.", "");

    public static Variable Tags { get; } = new TextVariable(
        "tags", "Traces with", "Narrows the trace tables to spans with these tags, for example primitive.name=draft. Empty: all.", "");

    public static Variable Budget { get; } = new TextVariable(
        "budget", "Budget per month, $", "What a month of model calls may cost.", "25000");
}

/// <summary>Chooses among the data sources of one type; the value is a data source's uid.</summary>
internal sealed record SourceVariable(string Name, string Label, string Description, string Type) : Variable(Name, Label, Description);

/// <summary>Chooses among a label's values, any number of them; "All" is the regular expression <c>.*</c>.</summary>
internal sealed record LabelVariable(string Name, string Label, string Description, string Series, string Of)
    : Variable(Name, Label, Description)
{
    public const string AllValue = ".*";

    public string Query => $"label_values({Series}, {Of})";
}

/// <summary>Free text.</summary>
internal sealed record TextVariable(string Name, string Label, string Description, string Value) : Variable(Name, Label, Description);
