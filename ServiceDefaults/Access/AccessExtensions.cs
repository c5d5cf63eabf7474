using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Tta.ServiceDefaults.Access;

/// <summary>Both ends of the key: <c>Access__Key</c>, the same for all services of the application.</summary>
internal static class AccessExtensions
{
    private const string Problem = """
        {"type":"https://tools.ietf.org/html/rfc9110#section-15.5.2","title":"Unauthorized","status":401,"detail":"This service asks for a key: send the value of its setting Access__Key in the header tta-access-key."}
        """;

    /// <summary>Those that service discovery finds by name are the application's own.</summary>
    public static IReadOnlySet<string> OwnServices(this IConfiguration configuration) =>
        configuration.GetSection("services").GetChildren().Select(service => service.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sends the key where there is one. Before service discovery is added, which makes addresses of names.</summary>
    /// <exception cref="InvalidConfigurationException">The key cannot be used.</exception>
    public static void AddAccessKey(this IServiceCollection services, IConfiguration configuration)
    {
        if (AccessKey.Of(configuration) is { } key)
        {
            var own = configuration.OwnServices();
            services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new AccessKeyHandler(key, own)));
        }
    }

    /// <summary>Asks for the key.</summary>
    public static void UseAccessKey(this IApplicationBuilder app, AccessKey key, params IReadOnlyList<string> open) => app.Use(async (context, next) =>
    {
        if (open.Contains(context.Request.Path.Value) || key.Is(context.Request.Headers[AccessKey.Header]))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = AccessKey.Header;
        context.Response.ContentType = "application/problem+json";
        await context.Response.WriteAsync(Problem);
    });
}
