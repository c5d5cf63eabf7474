using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using Sdk = OpenAI.Chat;

namespace Tta.DemoWorkers.WorkflowEngine.Models;

/// <summary>
/// A model behind the gateway as an <see cref="IChatClient"/>, over the OpenAI client library. That library's own retries are
/// off, so that the Retry primitive sees every failure.
/// </summary>
internal sealed class GatewayChatClient : IChatClient
{
    private readonly string _provider;
    private readonly string _model;
    private readonly Sdk.ChatClient _client;
    private readonly ChatClientMetadata _metadata;

    public GatewayChatClient(HttpClient http, Uri gateway, string provider, string model)
    {
        _provider = provider;
        _model = model;
        var endpoint = new Uri(gateway, "v1");

        // The gateway knows the providers' keys; it asks for none itself.
        _client = new Sdk.ChatClient($"{provider}/{model}", new ApiKeyCredential("none"), new OpenAIClientOptions
        {
            Endpoint = endpoint,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = http.Timeout,
        });
        _metadata = new ChatClientMetadata(provider, endpoint, model);
    }

    /// <exception cref="ModelCallException">The call failed.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            Sdk.ChatCompletion completion = await _client.CompleteChatAsync(messages.Select(ToWire), ToWire(options), cancellationToken);
            return ToResponse(completion);
        }
        catch (ClientResultException exception)
        {
            throw Failed(exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or AggregateException)
        {
            throw new ModelCallException($"{_provider} {_model} cannot be reached.", null, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelCallException($"{_provider} {_model} did not answer in time.", null, null);
        }
    }

    /// <summary>The whole answer as one update: the gateway does not stream.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The HTTP client belongs to the factory.
    }

    private static Sdk.ChatMessage ToWire(ChatMessage message) =>
        message.Role == ChatRole.System ? Sdk.ChatMessage.CreateSystemMessage(message.Text)
        : message.Role == ChatRole.Assistant ? Sdk.ChatMessage.CreateAssistantMessage(message.Text)
        : Sdk.ChatMessage.CreateUserMessage(message.Text);

    private static Sdk.ChatCompletionOptions ToWire(ChatOptions? options) => new()
    {
        Temperature = options?.Temperature,
        MaxOutputTokenCount = options?.MaxOutputTokens,
    };

    private static ChatResponse ToResponse(Sdk.ChatCompletion completion) =>
        new(new ChatMessage(ChatRole.Assistant, string.Concat(completion.Content.Select(part => part.Text))))
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = completion.FinishReason == Sdk.ChatFinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop,
            Usage = completion.Usage is not { } usage ? null : new UsageDetails
            {
                InputTokenCount = usage.InputTokenCount,
                OutputTokenCount = usage.OutputTokenCount,
                TotalTokenCount = usage.TotalTokenCount,
            },
        };

    private ModelCallException Failed(ClientResultException exception)
    {
        if (exception.GetRawResponse() is not { } response || exception.Status == 0)
        {
            return new ModelCallException($"{_provider} {_model} cannot be reached.", null, null);
        }

        var code = ErrorCode(response.Content);
        return new ModelCallException(
            $"{_provider} {_model} answered with status {exception.Status}{(code is null ? "" : $" ({code})")}.", exception.Status, Wait(response));
    }

    /// <summary>The error's code or type. Its message is left out: a provider may quote the prompt in it.</summary>
    private static string? ErrorCode(BinaryData body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            {
                foreach (var name in (ReadOnlySpan<string>)["code", "type"])
                {
                    if (error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                    {
                        return value.GetString();
                    }
                }
            }
        }
        catch (JsonException)
        {
            // Something else than the API answered; its status says enough.
        }

        return null;
    }

    private static TimeSpan? Wait(PipelineResponse response) =>
        Number(response, "retry-after-ms") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds)
        : Number(response, "Retry-After") is { } seconds ? TimeSpan.FromSeconds(seconds)
        : null;

    private static double? Number(PipelineResponse response, string header) =>
        response.Headers.TryGetValue(header, out var text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 86_400_000
            ? number
            : null;
}
