using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Caching.Distributed;

namespace Tta.DemoWorkers.WorkflowEngine.Caching;

/// <summary>
/// The cache layer as an <see cref="IDistributedCache"/>. What it cannot do surfaces as an exception; the Cache primitive
/// then does without it. Entries do not slide.
/// </summary>
internal sealed class HttpDistributedCache(HttpClient client) : IDistributedCache
{
    private static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromHours(1);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        using var response = await client.GetAsync(PathOf(key), token);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(token);
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, PathOf(key));
        request.Content = new ByteArrayContent(value);
        request.Headers.CacheControl = new CacheControlHeaderValue { MaxAge = TimeToLive(options) };
        using var response = await client.SendAsync(request, token);
        response.EnsureSuccessStatusCode();
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        using var response = await client.DeleteAsync(PathOf(key), token);
        response.EnsureSuccessStatusCode();
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public void Refresh(string key)
    {
        // Entries do not slide.
    }

    private static Uri PathOf(string key) => new("cache/" + Uri.EscapeDataString(key), UriKind.Relative);

    private static TimeSpan TimeToLive(DistributedCacheEntryOptions options) =>
        options.AbsoluteExpirationRelativeToNow
        ?? (options.AbsoluteExpiration - DateTimeOffset.UtcNow)
        ?? options.SlidingExpiration
        ?? DefaultTimeToLive;
}
