using Observatory.Dashboards.Model;
using Observatory.Dashboards.Pages;
using Observatory.Dashboards.Reading;
using Observatory.Dashboards.Sources;
using Observatory.Hosting;

namespace Observatory.Dashboards;

/// <summary>Registers the boards.</summary>
internal static class DashboardsPart
{
    /// <summary>Adds the services.</summary>
    public static void AddDashboards(this IServiceCollection services) => services
        .AddSingleton(provider => DashboardOptions.Read(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<DashboardLibrary>()
        .AddSingleton<PrometheusSource>()
        .AddSingleton<JaegerSource>()
        .AddSingleton<LokiSource>()
        .AddSingleton<PanelLoader>()
        .AddSingleton<BoardLoader>()
        .AddSingleton<BoardPage>()
        .AddSingleton<DashboardsPage>()
        .AddSingleton<HomeQuestions>()
        .AddSingleton<IEndpointModule, DashboardEndpoints>();
}
