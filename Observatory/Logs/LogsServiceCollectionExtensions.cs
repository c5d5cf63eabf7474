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
        .AddSingleton(provider => new LogJournal(
            provider.GetRequiredService<DataDirectory>().Sub("logs"),
            provider.GetRequiredService<LogsOptions>(),
            provider.GetRequiredService<ObservatoryOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LogJournal>>()))
        .AddSingleton<LogStore>()
        .AddSingleton<IStartupTask, LogReplay>()
        .AddHostedService<LogMaintenance>()
        .AddSingleton<LogTail>()
        .AddSingleton<IOtlpConsumer, LogsConsumer>()
        .AddSingleton<IEndpointModule, LogsEndpoint>();
}
