#pragma warning disable CA1716 // The nesting mirrors the keys, whatever other languages reserve.
namespace Tta.Primitives;

public static partial class TtaNames
{
    /// <summary>The OpenTelemetry generative-AI conventions that the library follows (status Development, 2026).</summary>
    public static class GenAi
    {
        /// <summary><c>gen_ai.operation.*</c></summary>
        public static class Operation
        {
            /// <summary>
            /// The operation: <c>invoke_workflow</c> of a workflow's root, <c>chat</c> of a model call, <c>execute_tool</c> of a tool's.
            /// </summary>
            public const string Name = "gen_ai.operation.name";
        }

        /// <summary><c>gen_ai.workflow.*</c></summary>
        public static class Workflow
        {
            /// <summary>What is executed.</summary>
            public const string Name = "gen_ai.workflow.name";
        }

        /// <summary><c>gen_ai.agent.*</c></summary>
        public static class Agent
        {
            /// <summary>Who acts, by name: the kind of agent, else its id.</summary>
            public const string Name = "gen_ai.agent.name";

            /// <summary>Who acts.</summary>
            public const string Id = "gen_ai.agent.id";
        }

        /// <summary><c>gen_ai.provider.*</c></summary>
        public static class Provider
        {
            /// <summary>Who serves the model.</summary>
            public const string Name = "gen_ai.provider.name";
        }

        /// <summary><c>gen_ai.request.*</c></summary>
        public static class Request
        {
            /// <summary>The model asked for.</summary>
            public const string Model = "gen_ai.request.model";

            /// <summary>Sampling temperature.</summary>
            public const string Temperature = "gen_ai.request.temperature";

            /// <summary>Upper bound of the answer.</summary>
            public const string MaxTokens = "gen_ai.request.max_tokens";

            /// <summary>True when the answer was asked for in chunks.</summary>
            public const string Stream = "gen_ai.request.stream";

            /// <summary>Nucleus sampling.</summary>
            public const string TopP = "gen_ai.request.top_p";

            /// <summary>How many of the likeliest tokens are sampled.</summary>
            public const string TopK = "gen_ai.request.top_k";

            /// <summary>Penalty for what was said often.</summary>
            public const string FrequencyPenalty = "gen_ai.request.frequency_penalty";

            /// <summary>Penalty for what was said at all.</summary>
            public const string PresencePenalty = "gen_ai.request.presence_penalty";

            /// <summary>What ends the answer.</summary>
            public const string StopSequences = "gen_ai.request.stop_sequences";

            /// <summary>The seed of the sampling.</summary>
            public const string Seed = "gen_ai.request.seed";
        }

        /// <summary>Instructions, JSON; only where <see cref="SensitiveData.IsRecorded"/>.</summary>
        public const string SystemInstructions = "gen_ai.system_instructions";

        /// <summary><c>gen_ai.input.*</c></summary>
        public static class Input
        {
            /// <summary>What was asked, JSON; only where <see cref="SensitiveData.IsRecorded"/>.</summary>
            public const string Messages = "gen_ai.input.messages";
        }

        /// <summary><c>gen_ai.output.*</c></summary>
        public static class Output
        {
            /// <summary>What was asked for: <c>text</c> or <c>json</c>.</summary>
            public const string Type = "gen_ai.output.type";

            /// <summary>What was answered, JSON; only where <see cref="SensitiveData.IsRecorded"/>.</summary>
            public const string Messages = "gen_ai.output.messages";
        }

        /// <summary><c>gen_ai.tool.*</c></summary>
        public static class Tool
        {
            /// <summary>The tool.</summary>
            public const string Name = "gen_ai.tool.name";

            /// <summary>Its kind: <c>function</c>.</summary>
            public const string Type = "gen_ai.tool.type";

            /// <summary>What it does.</summary>
            public const string Description = "gen_ai.tool.description";

            /// <summary>The tools that a model may ask for, JSON; only where <see cref="SensitiveData.IsRecorded"/>.</summary>
            public const string Definitions = "gen_ai.tool.definitions";

            /// <summary><c>gen_ai.tool.call.*</c></summary>
            public static class Call
            {
                /// <summary>By which the model asked for the call.</summary>
                public const string Id = "gen_ai.tool.call.id";

                /// <summary>What it was called with, JSON; only where <see cref="SensitiveData.IsRecorded"/>.</summary>
                public const string Arguments = "gen_ai.tool.call.arguments";

                /// <summary>What it returned, JSON; only where <see cref="SensitiveData.IsRecorded"/>.</summary>
                public const string Result = "gen_ai.tool.call.result";
            }
        }

        /// <summary><c>gen_ai.response.*</c></summary>
        public static class Response
        {
            /// <summary>The provider's id of the answer.</summary>
            public const string Id = "gen_ai.response.id";

            /// <summary>The model that answered.</summary>
            public const string Model = "gen_ai.response.model";

            /// <summary>Why it stopped.</summary>
            public const string FinishReasons = "gen_ai.response.finish_reasons";

            /// <summary>Seconds from the call's start to the first chunk.</summary>
            public const string TimeToFirstChunk = "gen_ai.response.time_to_first_chunk";
        }

        /// <summary><c>gen_ai.usage.*</c></summary>
        public static class Usage
        {
            /// <summary>Tokens sent.</summary>
            public const string InputTokens = "gen_ai.usage.input_tokens";

            /// <summary>Tokens received.</summary>
            public const string OutputTokens = "gen_ai.usage.output_tokens";

            /// <summary><c>gen_ai.usage.cache_read.*</c></summary>
            public static class CacheRead
            {
                /// <summary>Those of the tokens sent that the provider had in its cache.</summary>
                public const string InputTokens = "gen_ai.usage.cache_read.input_tokens";
            }

            /// <summary><c>gen_ai.usage.reasoning.*</c></summary>
            public static class Reasoning
            {
                /// <summary>Those of the tokens received that were reasoning.</summary>
                public const string OutputTokens = "gen_ai.usage.reasoning.output_tokens";
            }
        }

        /// <summary><c>gen_ai.token.*</c></summary>
        public static class Token
        {
            /// <summary><c>input</c> or <c>output</c>; a label of the token histogram.</summary>
            public const string Type = "gen_ai.token.type";
        }
    }
}
