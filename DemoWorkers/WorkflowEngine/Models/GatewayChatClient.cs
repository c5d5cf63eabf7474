using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Tta.DemoWorkers.WorkflowEngine.Models;

/// <summary>
/// A model behind the gateway: the OpenAI client library's <see cref="IChatClient"/>, whose failures become
/// <see cref="ModelCallException"/>. The library's own retries are off, so that the Retry primitive sees every failure.
/// </summary>
internal sealed class GatewayChatClient : DelegatingChatClient
{
    private readonly string _name;

    public GatewayChatClient(HttpClient http, Uri gateway, string provider, string model)
        : base(Connect(http, gateway, $"{provider}/{model}")) => _name = $"{provider} {model}";

    /// <exception cref="ModelCallException">The call failed.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception exception) when (Failure(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    /// <exception cref="ModelCallException">The call failed, at its start or under way.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    break;
                }
            }
            catch (Exception exception) when (Failure(exception, cancellationToken) is { } failure)
            {
                throw failure;
            }

            yield return updates.Current;
        }
    }

    /// <summary>What a failure of the client library means here; null for the caller's own cancellation and what is none of its failures.</summary>
    private ModelCallException? Failure(Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case ClientResultException { Status: not 0 } answered when answered.GetRawResponse() is { } response:
                var code = ErrorCode(response.Content);
                return new ModelCallException(
                    $"{_name} answered with status {answered.Status}{(code is null ? "" : $" ({code})")}.", answered.Status, Wait(response));
            case ClientResultException or HttpRequestException or IOException or AggregateException:
                return new ModelCallException($"{_name} cannot be reached.", null, null);
            case OperationCanceledException when !cancellationToken.IsCancellationRequested:
                return new ModelCallException($"{_name} did not answer in time.", null, null);
            default:
                return null;
        }
    }

    // The gateway knows the providers' keys; it asks for none itself.
    private static IChatClient Connect(HttpClient http, Uri gateway, string model) =>
        new OpenAI.Chat.ChatClient(model, new ApiKeyCredential("none"), new OpenAIClientOptions
        {
            Endpoint = new Uri(gateway, "v1"),
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = http.Timeout,
        }).AsIChatClient();

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
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Something else than the API answered, or a text that is no Unicode; the status says enough.
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
