using Microsoft.Extensions.DependencyInjection;

namespace Tta.ServiceDefaults.Http;

/// <summary>Time limits for every <see cref="HttpClient"/> of the factory. Retries belong to the workflow primitives, not here.</summary>
internal static class HttpClientDefaults
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static void AddHttpClientDefaults(this IServiceCollection services) =>
        services.ConfigureHttpClientDefaults(http =>
        {
            http.ConfigureHttpClient(client => client.Timeout = RequestTimeout);
            http.UseSocketsHttpHandler((handler, _) =>
            {
                handler.ConnectTimeout = ConnectTimeout;
                handler.PooledConnectionLifetime = ConnectionLifetime;
                handler.UseCookies = false;
                handler.UseProxy = false;
            });
        });
}
