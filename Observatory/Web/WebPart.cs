using Observatory.Hosting;
using Observatory.Web.Agents;
using Observatory.Web.Logging;
using Observatory.Web.Tracing;

namespace Observatory.Web;

/// <summary>Registers the pages.</summary>
internal static class WebPart
{
    /// <summary>Adds the services.</summary>
    public static void AddWeb(this IServiceCollection services)
    {
        services.AddSingleton<HomeStatus>();
        services.AddSingleton<HomePage>();
        services.AddSingleton<SearchWords>();
        services.AddSingleton<SearchForm>();
        services.AddSingleton<FoundTraces>();
        services.AddSingleton<TraceGroups>();
        services.AddSingleton<SearchPage>();
        services.AddSingleton<TracePage>();
        services.AddSingleton<ComparePage>();
        services.AddSingleton<MapPage>();
        services.AddSingleton<LogsPage>();
        services.AddSingleton<RunsPage>();
        services.AddSingleton<ConversationPage>();
        services.AddSingleton<NewestRuns>();
        services.AddSingleton<IEndpointModule, AgentEndpoints>();
        services.AddSingleton<IEndpointModule, WebEndpoints>();
    }
}
