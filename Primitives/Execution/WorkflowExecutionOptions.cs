using System.ComponentModel.DataAnnotations;

namespace Tta.Primitives;

/// <summary>How a <see cref="WorkflowExecution"/> shows.</summary>
public sealed class WorkflowExecutionOptions : ICheckedOptions<WorkflowExecutionOptions>
{
    /// <summary>The root span's name.</summary>
    [Required]
    public string SpanName { get; set; } = TtaNames.Spans.Workflow.Execute;

    /// <summary>Kind of workflow; a metric label. Default: <c>unknown</c>.</summary>
    [Required]
    public string WorkflowType { get; set; } = TtaNames.Values.Unknown;

    string? ICheckedOptions<WorkflowExecutionOptions>.Name => null;

    WorkflowExecutionOptions ICheckedOptions<WorkflowExecutionOptions>.Copy() => (WorkflowExecutionOptions)MemberwiseClone();
}
