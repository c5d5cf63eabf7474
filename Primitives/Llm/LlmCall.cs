using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>What asking a model takes, and what its answer took, whether it comes at once or in chunks.</summary>
internal sealed class LlmCall<TIn>
{
    private readonly IChatClient _client;
    private readonly Func<TIn, WorkflowContext, IEnumerable<ChatMessage>> _messages;
    private readonly LlmOptions _options;
    private readonly LlmTelemetry _telemetry;
    private readonly bool _isSeenInside;

    public LlmCall(
        WorkflowPrimitive owner, IChatClient client, Func<TIn, WorkflowContext, IEnumerable<ChatMessage>> messages, LlmOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(messages);
        _client = client;
        _messages = messages;
        _options = OptionsCheck.Valid(options, nameof(options));
        if (_options.Chat?.Tools?.GroupBy(tool => tool.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"{nameof(LlmOptions)}: there are two tools '{twice.Key}'; a model could not tell them apart.", nameof(options));
        }

        _telemetry = new LlmTelemetry(owner, _options, tellsConventions: client.GetService(typeof(ActivitySource)) is null);
        _isSeenInside = client.GetService(typeof(LlmCallClient)) is not null;
    }

    public LlmOptions Options => _options;

    public LlmTelemetry Telemetry => _telemetry;

    public List<ChatMessage> Messages(TIn input, WorkflowContext context)
    {
        List<ChatMessage> all = [.. _messages(input, context)];
        if (_options.Instructions is { } instructions)
        {
            all.Insert(0, new ChatMessage(ChatRole.System, instructions));
        }

        return all;
    }

    /// <summary>Asks once, and once more for every tool that the client calls.</summary>
    /// <param name="messages">What to ask.</param>
    /// <param name="format">What the answer must look like, if not as the options say.</param>
    /// <param name="context">The execution.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<(ChatResponse Answer, LlmResponse Response)> AskAsync(
        List<ChatMessage> messages, ChatResponseFormat? format, WorkflowContext context, CancellationToken cancellationToken)
    {
        LlmScope? scope = ScopeOf(context);
        ChatOptions chat = ChatOptions(scope, format);
        if (!_isSeenInside)
        {
            return await LlmAccount.AskAsync(_client, messages, chat, _options, _telemetry, context, cancellationToken)
                .ConfigureAwait(false);
        }

        ChatResponse answer = await _client.GetResponseAsync(messages, chat, cancellationToken).ConfigureAwait(false);
        return (answer, scope!.Sum(LlmAccount.Of(_options, answer)));
    }

    /// <summary>Starts a stream; done when its first chunk has come.</summary>
    public async ValueTask<LlmStream> StreamAsync(
        TIn input, WorkflowContext context, WorkflowPrimitive primitive, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = Messages(input, context);
        LlmScope? scope = ScopeOf(context);
        var stream = new LlmStream(_options, _telemetry, context, _isSeenInside ? scope : null, primitive, cancellationToken);
        await stream.OpenAsync(_client, messages, ChatOptions(scope, format: null)).ConfigureAwait(false);
        return stream;
    }

    private LlmScope? ScopeOf(WorkflowContext context) =>
        _isSeenInside || _options.Chat?.Tools is { Count: > 0 } ? new LlmScope(_options, _telemetry, context) : null;

    private ChatOptions ChatOptions(LlmScope? scope, ChatResponseFormat? format)
    {
        ChatOptions chat = scope is null
            ? _options.Chat?.Clone() ?? new ChatOptions()
            : new ScopedChatOptions(_options.Chat, scope);
        chat.ModelId = _options.Model;
        chat.Temperature = (float?)_options.Temperature ?? chat.Temperature;
        chat.MaxOutputTokens = _options.MaxOutputTokens ?? chat.MaxOutputTokens;
        chat.ResponseFormat = format ?? chat.ResponseFormat;
        if (chat.Tools is { Count: > 0 } tools)
        {
            chat.Tools = Observed(tools, scope!);
        }

        return chat;
    }

    /// <summary>Apart, so that only who has tools pays for the closure.</summary>
    private static List<AITool> Observed(IList<AITool> tools, LlmScope scope) =>
        [.. tools.Select(tool => tool is AIFunction function ? new LlmTool(function, scope) : tool)];
}
