using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.Hosting;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>An HTTP cache in front of Redis: <c>GET</c>, <c>PUT</c> and <c>DELETE /cache/{key}</c>.</summary>
internal sealed class CacheLayerRole : IWorkerRole
{
    private const int MaxKeyLength = 256;
    private const int MaxValueBytes = 1024 * 1024;
    private static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxTimeToLive = TimeSpan.FromDays(1);

    public string Name => "cache-layer";

    public string ServiceName => "tta-cache-layer";

    public void AddServices(WebApplicationBuilder builder)
    {
        builder.AddRedis();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RedisStore>();
        builder.Services.AddSingleton<RedisMetrics>();
        builder.Services.AddHostedService<RedisMonitor>();
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ProblemJson.Default));
    }

    public void Map(WebApplication app)
    {
        var cache = app.MapGroup("/cache").AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (CacheUnavailableException exception)
            {
                context.HttpContext.Response.Headers.RetryAfter = "1";
                return Problem(StatusCodes.Status503ServiceUnavailable, exception.Message);
            }
        });
        cache.MapGet("/{key}", GetAsync);
        cache.MapPut("/{key}", PutAsync);
        cache.MapDelete("/{key}", DeleteAsync);
    }

    // Not 404: a miss is the everyday case, and HTTP instrumentation marks every answer from 400 up as an error in the caller's trace.
    private static NoContent Miss => TypedResults.NoContent();

    private static async Task<IResult> GetAsync(string key, RedisStore store, CancellationToken cancellationToken)
    {
        if (KeyProblem(key) is { } problem)
        {
            return problem;
        }

        return await store.GetAsync(key, cancellationToken) is { } value
            ? TypedResults.Bytes(value, "application/octet-stream")
            : Miss;
    }

    private static async Task<IResult> PutAsync(string key, HttpRequest request, RedisStore store, CancellationToken cancellationToken)
    {
        if (KeyProblem(key) is { } keyProblem)
        {
            return keyProblem;
        }

        if (ReadTimeToLive(request) is not { } timeToLive)
        {
            return Problem(StatusCodes.Status400BadRequest,
                $"Cache-Control cannot be used: expected max-age from 1 to {MaxTimeToLive.TotalSeconds} seconds.");
        }

        using var body = new MemoryStream();
        var buffer = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > MaxValueBytes)
            {
                return Problem(StatusCodes.Status413PayloadTooLarge, $"A value may have at most {MaxValueBytes} bytes.");
            }

            body.Write(buffer, 0, read);
        }

        await store.SetAsync(key, body.ToArray(), timeToLive, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DeleteAsync(string key, RedisStore store, CancellationToken cancellationToken)
    {
        if (KeyProblem(key) is { } problem)
        {
            return problem;
        }

        await store.DeleteAsync(key, cancellationToken);
        return TypedResults.NoContent();
    }

    private static TimeSpan? ReadTimeToLive(HttpRequest request)
    {
        var header = request.Headers.CacheControl.ToString();
        if (header.Length == 0)
        {
            return DefaultTimeToLive;
        }

        return CacheControlHeaderValue.TryParse(header, out var value) && value.MaxAge is { } age && age > TimeSpan.Zero && age <= MaxTimeToLive
            ? age
            : null;
    }

    private static ProblemHttpResult? KeyProblem(string key) => key.Length <= MaxKeyLength
        ? null
        : Problem(StatusCodes.Status400BadRequest, $"A key may have at most {MaxKeyLength} characters.");

    private static ProblemHttpResult Problem(int statusCode, string detail) =>
        TypedResults.Problem(new ProblemDetails { Status = statusCode, Detail = detail });
}
