using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway.Providers;

/// <summary>Passes a request on to a real provider and its answer back, unchanged but for the model's prefix.</summary>
internal sealed class RealProvider(HttpClient client)
{
    private static readonly string[] PassedHeaders = ["Retry-After", "retry-after-ms", "x-request-id"];

    /// <exception cref="ApiErrorException">Nobody answers there.</exception>
    public async Task ForwardAsync(
        ProviderSettings provider, string model, ReadOnlyMemory<byte> body, HttpResponse response, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.ChatCompletions());
        request.Content = new ReadOnlyMemoryContent(WithModel(body, model));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (provider.ApiKey is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var answer = await SendAsync(provider, request, cancellationToken);
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        foreach (var name in PassedHeaders)
        {
            if (answer.Headers.TryGetValues(name, out var values))
            {
                response.Headers[name] = values.ToArray();
            }
        }

        await answer.Content.CopyToAsync(response.Body, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(ProviderSettings provider, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new ApiErrorException(StatusCodes.Status502BadGateway, new ApiError(
                $"{provider.Name} cannot be reached: {exception.HttpRequestError}.", "server_error", null, "provider_unreachable"));
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiErrorException(StatusCodes.Status504GatewayTimeout, new ApiError(
                $"{provider.Name} did not answer in time.", "server_error", null, "provider_timeout"));
        }
    }

    private static byte[] WithModel(ReadOnlyMemory<byte> body, string model)
    {
        var root = JsonNode.Parse(body.Span)!.AsObject();
        root["model"] = model;
        return System.Text.Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
