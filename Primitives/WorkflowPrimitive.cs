using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>What all primitives have in common, whatever they take and return.</summary>
public abstract class WorkflowPrimitive
{
    private readonly string _spanName;
    private readonly LabelCache<ExecutionLabels> _labels;

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
        _labels = new LabelCache<ExecutionLabels>((workflow, agentType) => new ExecutionLabels(this, workflow, agentType));
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
                context.AgentType is null ? context.WorkflowLabel : context.AgentTypeLabel, Name, TtaNames.Values.Connection.Remote);
        }

        double outer = context.EnterPrimitive();
        return Span.Start(_spanName, this, TtaNames.Values.Action.Execute, context) with { OuterSeconds = outer };
    }

    private protected void Succeeded(in Span span, WorkflowContext context)
    {
        double seconds = span.Elapsed;

        // Recorded before the span ends: an exemplar takes its trace from the current activity.
        Measure(span, context, seconds, TtaNames.Values.Status.Success);
        span.End(TtaNames.Values.Status.Success, seconds);
    }

    private protected void Failed(in Span span, WorkflowContext context, Exception exception, CancellationToken cancellationToken)
    {
        double seconds = span.Elapsed;
        string status = Outcome.Of(exception, cancellationToken);
        span.Record(exception, status);
        ExecutionLabels labels = Measure(span, context, seconds, status);
        if (status == TtaNames.Values.Status.Failed)
        {
            FailureOrigin.Seen(exception, this);
            Instruments.PrimitiveErrors.Add(1, [.. labels.Duration, new(Labels.ErrorType, Outcome.TypeOf(exception))]);
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

    private ExecutionLabels Measure(in Span span, WorkflowContext context, double seconds, string status)
    {
        double own = context.LeavePrimitive(span.OuterSeconds, seconds);
        ExecutionLabels labels = _labels.Of(context);
        Instruments.PrimitiveDuration.Record(seconds, labels.Duration);
        Instruments.PrimitiveOwn.Record(own, labels.Duration);
        Instruments.PrimitiveExecutions.Add(1, labels.Executions(status));
        return labels;
    }

    /// <summary>Own time of an execution that has ended before its work did: a model goes on while its answer is read.</summary>
    internal void RecordOwnAfterwards(WorkflowContext context, double seconds) =>
        Instruments.PrimitiveOwn.Record(seconds, _labels.Of(context).Duration);

    /// <summary>The labels of a primitive's executions in one workflow, by one type of agent.</summary>
    private sealed class ExecutionLabels(WorkflowPrimitive primitive, string workflow, string agentType)
    {
        private KeyValuePair<string, object?>[]? _success;

        public KeyValuePair<string, object?>[] Duration { get; } =
        [
            new(Labels.WorkflowName, workflow),
            new(Labels.PrimitiveType, primitive.Type),
            new(Labels.PrimitiveName, primitive.Name),
        ];

        public KeyValuePair<string, object?>[] Executions(string status) =>
            status == TtaNames.Values.Status.Success ? _success ??= Ended(status) : Ended(status);

        private KeyValuePair<string, object?>[] Ended(string status) =>
            [.. Duration, new(Labels.Status, status), new(Labels.AgentType, agentType)];
    }
}
