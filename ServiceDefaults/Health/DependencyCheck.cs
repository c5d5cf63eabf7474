using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;

namespace Tta.ServiceDefaults.Health;

/// <summary>Another service that this one asks: this one is degraded while that one does not answer, or is not healthy itself.</summary>
/// <param name="clients">Where the client named by <see cref="ClientOf"/> is had from.</param>
/// <param name="service">The other service's name.</param>
internal sealed class DependencyCheck(IHttpClientFactory clients, string service) : IHealthCheck
{
    /// <summary>What another service may answer, in bytes: more than any has to say.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The name of the HTTP client by which a service is asked how it is.</summary>
    public static string ClientOf(string service) => $"health of {service}";

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        string said;

        // Whoever asks, and wherever: the question is no part of what the service does.
        using var unseen = SuppressInstrumentationScope.Begin();
        try
        {
            using var client = clients.CreateClient(ClientOf(service));
            using var response = await client.GetAsync(new Uri(Extensions.HealthPath, UriKind.Relative), cancellationToken);
            said = await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(context.Registration.FailureStatus, HealthText.NoAnswer);
        }

        var (word, reasons) = HealthText.Read(said);
        return word == nameof(HealthStatus.Healthy)
            ? HealthCheckResult.Healthy()
            : new(context.Registration.FailureStatus, reasons.Length > 0 ? reasons : HealthText.NotWell);
    }
}
