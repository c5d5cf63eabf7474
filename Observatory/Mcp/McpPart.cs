using System.Reflection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Observatory.Hosting;
using Observatory.Mcp.Calls;
using Observatory.Mcp.Tools;
using Observatory.SelfMonitoring;

namespace Observatory.Mcp;

/// <summary>Registers the MCP server.</summary>
internal static class McpPart
{
    private static readonly Type[] Tools =
    [
        typeof(OverviewTool), typeof(ListRunsTool), typeof(GetRunTool), typeof(GetStepTool), typeof(CompareRunsTool),
        typeof(GroupErrorsTool), typeof(CostsTool), typeof(QueryMetricsTool), typeof(FindMetricsTool), typeof(SearchLogsTool),
        typeof(ListAlertsTool),
    ];

    /// <summary>Adds the services.</summary>
    public static void AddMcp(this IServiceCollection services)
    {
        services.AddSingleton(provider => McpOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<McpDoor>();
        services.AddSingleton<CallGate>();
        services.AddSingleton<Pages>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<Runbook>();
        services.AddSingleton<CallCounts>();
        services.AddSingleton<CallTraces>();
        services.AddSingleton<ISelfMetricsSource, McpMetrics>();
        services.AddSingleton<IEndpointModule, McpEndpoints>();
        foreach (var tool in Tools)
        {
            services.AddSingleton(typeof(McpServerTool), tool);
        }

        services.AddSingleton(McpServerPrompt.Create(
            () => McpTexts.Skill,
            new() { Name = McpTexts.SkillName, Description = "How to find out why a workflow fails, is slow, is dear." }));
        // What goes wrong is told to the caller and counted; that a caller left is nobody's fault.
        services.AddLogging(logging => logging.AddFilter("ModelContextProtocol", LogLevel.Critical));
        services.AddMcpServer(options =>
        {
            options.ServerInfo = new Implementation
            {
                Name = "observatory",
                Title = "Observatory",
                Version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3),
            };
            options.ServerInstructions = McpTexts.Instructions;
        }).WithHttpTransport(http => http.SessionMode = ModelContextProtocol.AspNetCore.HttpServerSessionMode.Stateless);
    }
}
