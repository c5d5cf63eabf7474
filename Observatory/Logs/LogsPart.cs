using Observatory.Hosting;
using Observatory.Logs.Api;
using Observatory.Logs.Model;
using Observatory.Logs.Otlp;
using Observatory.Logs.Store;
using Observatory.Otlp;
using Observatory.Storage;

namespace Observatory.Logs;

/// <summary>Puts the log part together.</summary>
internal static class LogsPart
{
    /// <summary>Adds OTLP logs in, search and following out.</summary>
    public static IServiceCollection AddObservatoryLogs(this IServiceCollection services) => services
        .AddSingleton(provider => LogsOptions.Read(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton(NewJournal)
        .AddSingleton<LogStore>()
        .AddSingleton<IStartupTask, LogReplay>()
        .AddSingleton<IMaintainedStore>(provider => provider.GetRequiredService<LogStore>())
        .AddSingleton<LogTail>()
        .AddSingleton<IOtlpConsumer, LogsConsumer>()
        .AddSingleton<IEndpointModule, LogsEndpoint>();

    private static LogJournal NewJournal(IServiceProvider services)
    {
        var directory = services.GetRequiredService<DataDirectory>().Sub("logs");
        var common = services.GetRequiredService<ObservatoryOptions>();
        var disk = services.GetRequiredService<Disk>();
        return new(
            directory,
            services.GetRequiredService<LogsOptions>(),
            common.Retention,
            services.GetRequiredService<TimeProvider>(),
            new WriteGate("logs", directory, common.MinFreeDiskBytes, disk, services.GetRequiredService<Troubles>()),
            services.GetRequiredService<ILogger<LogJournal>>(),
            disk);
    }
}
