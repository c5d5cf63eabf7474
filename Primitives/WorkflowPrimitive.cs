using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>What all primitives have in common, whatever they take and return.</summary>
public abstract class WorkflowPrimitive
{
    private readonly string _spanName;
    private readonly KeyValuePair<string, object?>[] _labels;
    private KeyValuePair<string, object?>[] _successLabels;

    private protected WorkflowPrimitive(string type, string? name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
        }

        Type = type;
        Name = name ?? type;
        _spanName = SpanNames.Execute(type);
        _labels = [new(Labels.PrimitiveType, type), new(Labels.PrimitiveName, Name)];
        _successLabels = ExecutionLabels(TtaNames.Values.Status.Success, null);
    }

    /// <summary>The kind of primitive, such as <c>retry</c>; a metric label and part of the span's name.</summary>
    public string Type { get; }

    /// <summary>This primitive's own name; a metric label, so one of few values. Default: its <see cref="Type"/>.</summary>
    public string Name { get; }

    private protected Span StartSpan(WorkflowContext context)
    {
        if (context.TakeRemoteConnection())
        {
            RecordConnection(
                context.AgentType ?? context.WorkflowName ?? TtaNames.Values.Unknown, Name, TtaNames.Values.Connection.Remote);
        }

        return Span.Start(_spanName, this, TtaNames.Values.Action.Execute, context);
    }

    private protected void Succeeded(in Span span, WorkflowContext context)
    {
        double seconds = span.Elapsed;

        // Recorded before the span ends: an exemplar takes its trace from the current activity.
        Instruments.PrimitiveDuration.Record(seconds, _labels);
        if (Instruments.PrimitiveExecutions.Enabled)
        {
            // An application has few agent types, so the last one's labels nearly always fit.
            KeyValuePair<string, object?>[] labels = _successLabels;
            if (!ReferenceEquals(labels[3].Value, context.AgentType ?? TtaNames.Values.Unknown))
            {
                _successLabels = labels = ExecutionLabels(TtaNames.Values.Status.Success, context.AgentType);
            }

            Instruments.PrimitiveExecutions.Add(1, labels);
        }

        span.End(TtaNames.Values.Status.Success, seconds);
    }

    private protected void Failed(in Span span, WorkflowContext context, Exception exception, CancellationToken cancellationToken)
    {
        double seconds = span.Elapsed;
        string status = Outcome.Of(exception, cancellationToken);
        span.Record(exception, status);
        Instruments.PrimitiveDuration.Record(seconds, _labels);
        Instruments.PrimitiveExecutions.Add(1, ExecutionLabels(status, context.AgentType));
        if (status == TtaNames.Values.Status.Failed)
        {
            Instruments.PrimitiveErrors.Add(1, [.. _labels, new(Labels.ErrorType, Outcome.TypeOf(exception))]);
        }

        span.End(status, seconds);
    }

    /// <summary>Counts a call from one primitive to another.</summary>
    private protected static void RecordConnection(string source, string target, string connectionType)
    {
        if (Instruments.PrimitiveConnections.Enabled)
        {
            Instruments.PrimitiveConnections.Add(
                1, new(Labels.SourcePrimitive, source), new(Labels.TargetPrimitive, target), new(Labels.ConnectionType, connectionType));
        }
    }

    /// <inheritdoc cref="RecordConnection(string, string, string)"/>
    internal static void Connect(WorkflowPrimitive source, WorkflowPrimitive target, string connectionType) =>
        RecordConnection(source.Name, target.Name, connectionType);

    private KeyValuePair<string, object?>[] ExecutionLabels(string status, string? agentType) =>
        [.. _labels, new(Labels.Status, status), new(Labels.AgentType, agentType ?? TtaNames.Values.Unknown)];
}
