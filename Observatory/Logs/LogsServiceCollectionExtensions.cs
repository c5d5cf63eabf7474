using Observatory.Hosting;
using Observatory.Logs.Api;
using Observatory.Logs.Otlp;
using Observatory.Logs.Store;
using Observatory.Otlp;

namespace Observatory.Logs;

/// <summary>Puts the log part together.</summary>
internal static class LogsServiceCollectionExtensions
{
    /// <summary>Adds OTLP logs in, search and following out.</summary>
    public static IServiceCollection AddObservatoryLogs(this IServiceCollection services) => services
        .AddSingleton(provider => LogsOptions.Read(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<LogStore>()
        .AddSingleton<LogTail>()
        .AddSingleton<IOtlpConsumer, LogsConsumer>()
        .AddSingleton<IEndpointModule, LogsEndpoint>();
}
