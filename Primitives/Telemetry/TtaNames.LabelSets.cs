using System.Collections.Frozen;

namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <content>Which labels go with which instrument; the tests hold it to what is emitted.</content>
    public static partial class Labels
    {
        private static readonly FrozenDictionary<string, string[]> Sets = new Dictionary<string, string[]>
        {
            [Instruments.Workflow.Executions] = [WorkflowName, WorkflowType, Status, AgentType],
            [Instruments.Workflow.Duration] = [WorkflowName, WorkflowType, Status],
            [Instruments.Workflow.Failures] = [WorkflowName, PrimitiveName, Cause],
            [Instruments.Workflow.Cost.Dollars] = [WorkflowName, AgentType],
            [Instruments.Agent.Workflows.Active] = [WorkflowName, AgentType],
            [Instruments.Primitive.Executions] = [WorkflowName, PrimitiveType, PrimitiveName, Status, AgentType],
            [Instruments.Primitive.Errors] = [WorkflowName, PrimitiveType, PrimitiveName, ErrorType],
            [Instruments.Primitive.Connections] = [SourcePrimitive, TargetPrimitive, ConnectionType],
            [Instruments.Execution.Duration] = [WorkflowName, PrimitiveType, PrimitiveName],
            [Instruments.Execution.Own] = [WorkflowName, PrimitiveType, PrimitiveName],
            [Instruments.Llm.Tokens] = [WorkflowName, Provider, Model, Type],
            [Instruments.Llm.Cost.Dollars] = [WorkflowName, Provider, Model],
            [Instruments.Llm.Unpriced.Calls] = [WorkflowName, Provider, Model],
            [Instruments.Llm.Unpriced.Tokens] = [WorkflowName, Provider, Model, Type],
            [Instruments.Llm.Calls.Active] = [Provider, Model],
            [Instruments.Llm.Latency] = [Provider, Model, Status],
            [Instruments.Llm.Health.Up] = [Provider, Model],
            [Instruments.Llm.Bad.Answers] = [WorkflowName, Provider, Model, Reason],
            [Instruments.Tool.Duration] = [WorkflowName, ToolName, Status],
            [Instruments.Budget.Decisions] = [WorkflowName, PrimitiveName, Decision, Limit],
            [Instruments.Cache.Operations] = [CacheName, Backend, Operation],
            [Instruments.Cache.Savings.Dollars] = [WorkflowName, CacheName],
            [Instruments.Cache.Unpriced.Hits] = [WorkflowName, CacheName],
            [Instruments.Cache.Size] = [CacheName, Backend],
            [Instruments.Cache.Entries] = [CacheName, Backend],
            [Instruments.Router.Decisions] = [WorkflowName, RouterName, RouteSelected, Reason],
            [Instruments.Race.Wins] = [WorkflowName, PrimitiveName, Winner],
            [Instruments.Race.Lost.Dollars] = [WorkflowName, PrimitiveName],
            [Instruments.Retry.Attempts] = [PrimitiveName, Outcome],
            [Instruments.Fallback.Activations] = [PrimitiveName, FallbackName],
            [Instruments.Timeouts] = [PrimitiveName],
            [Instruments.CircuitBreaker.State] = [PrimitiveName],
            [Instruments.Adaptive.Strategies.Created] = [PrimitiveName, Context, Strategy],
            [Instruments.Adaptive.Strategy.SuccessRate] = [PrimitiveName, Context, Strategy],
            [Instruments.Adaptive.CircuitBreaker.Activations] = [PrimitiveName, Context],
            [Instruments.Adaptive.Learning.Effectiveness] = [PrimitiveName, Context],
            [Instruments.GenAi.Client.Token.Usage] =
                [GenAi.Operation.Name, GenAi.Provider.Name, GenAi.Request.Model, GenAi.Response.Model, GenAi.Token.Type],
            [Instruments.GenAi.Client.Operation.Duration] =
                [GenAi.Operation.Name, GenAi.Provider.Name, GenAi.Request.Model, GenAi.Response.Model, Attributes.Error.Type],
            [Instruments.GenAi.Client.Operation.TimeToFirstChunk] =
                [GenAi.Operation.Name, GenAi.Provider.Name, GenAi.Request.Model, GenAi.Response.Model],
            [Instruments.GenAi.Client.Operation.TimePerOutputChunk] =
                [GenAi.Operation.Name, GenAi.Provider.Name, GenAi.Request.Model, GenAi.Response.Model],
        }.ToFrozenDictionary(StringComparer.Ordinal);

        /// <summary>The labels of an instrument; a measurement has all of them that have a value.</summary>
        /// <param name="instrument">One of <see cref="Instruments"/>.</param>
        /// <exception cref="ArgumentException">It is not.</exception>
        public static IReadOnlyList<string> Of(string instrument)
        {
            ArgumentException.ThrowIfNullOrEmpty(instrument);
            return Sets.TryGetValue(instrument, out string[]? labels)
                ? labels
                : throw new ArgumentException($"'{instrument}' is not an instrument of this library.", nameof(instrument));
        }
    }
}
